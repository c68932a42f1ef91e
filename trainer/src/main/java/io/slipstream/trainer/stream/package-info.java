/**
 * From the stream to batches: reading, decoding, accounting for every record, and mixing arrivals with replay.
 *
 * <p>Start with {@link io.slipstream.trainer.stream.Intake}, which reads and decodes on a thread of its own, and
 * {@link io.slipstream.trainer.stream.Batcher}, which the training thread asks for its next batch. A record travels
 * Intake → {@link io.slipstream.trainer.stream.Arrival} → Batcher → {@link io.slipstream.trainer.stream.Batch}; the
 * {@link io.slipstream.trainer.stream.Ledger} counts it when the Batcher takes it. Uses {@code replay} and the schemas.
 */
@NullMarked
package io.slipstream.trainer.stream;

import org.jspecify.annotations.NullMarked;
