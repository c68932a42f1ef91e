/**
 * A single-node Kafka broker in this JVM: the broker of the standalone mode and of every integration test.
 *
 * <p>Start at {@link io.slipstream.broker.EmbeddedKafka}. Uses Kafka's own server classes and nothing else of Slipstream.
 *
 * @see <a href="../../../../../../../../docs/design/003-standalone.md">docs/design/003-standalone.md</a>
 */
@NullMarked
package io.slipstream.broker;

import org.jspecify.annotations.NullMarked;
