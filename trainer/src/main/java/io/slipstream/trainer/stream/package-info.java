/**
 * From the stream to batches: reading, decoding, accounting for every record, and mixing arrivals with replay.
 *
 * <p>Start with {@link io.slipstream.trainer.stream.Intake}, which reads and decodes on a thread of its own, and
 * {@link io.slipstream.trainer.stream.Batcher}, which the training thread asks for its next batch. What is on the stream
 * travels {@link io.slipstream.trainer.stream.Source} (which decides the order: partitions merged by turns, or an order
 * that is followed) → decoders → {@link io.slipstream.trainer.stream.Arrival} → Batcher →
 * {@link io.slipstream.trainer.stream.Batch}; the {@link io.slipstream.trainer.stream.StreamAccount} accounts for it when
 * the Batcher takes it, and is what a {@link io.slipstream.trainer.stream.StreamState} saves. Uses {@code replay},
 * {@code pixels}, {@code random}, {@code scan} and the schemas.
 */
@NullMarked
package io.slipstream.trainer.stream;

import org.jspecify.annotations.NullMarked;
