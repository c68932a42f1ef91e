/**
 * Reading of topics by commands that look at what has been published, and write nothing.
 *
 * <p>Start with {@link io.slipstream.trainer.scan.TopicScan}. Uses the schemas' settings of Kafka clients.
 */
@NullMarked
package io.slipstream.trainer.scan;

import org.jspecify.annotations.NullMarked;
