/**
 * From inputs to records: validation, the dead-letter topic, and a producer that loses nothing.
 *
 * <p>Start at {@link io.slipstream.ingest.publish.Publication}, which takes inputs in order and keeps a bounded amount of
 * them in flight. {@code Validation} decides what an input is, {@code Outbox} sends, {@code Patience} waits for a broker
 * or registry that is away. May use {@code source} and {@code schemas}.
 */
@NullMarked
package io.slipstream.ingest.publish;

import org.jspecify.annotations.NullMarked;
