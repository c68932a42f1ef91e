/**
 * What is remembered of a stream: its images as {@link io.slipstream.evaluator.watch.row.Row}s, where its window and its
 * references begin and end ({@link io.slipstream.evaluator.watch.row.StreamState}), and how both are kept in the stores of Kafka
 * Streams.
 *
 * <p>Uses Kafka Streams' stores, Jackson and {@code drift}.
 */
@NullMarked
package io.slipstream.evaluator.watch.row;

import org.jspecify.annotations.NullMarked;
