/**
 * Reproduction: a snapshot's training steps taken again, on the records that were recorded for it and in their order, to
 * see whether they lead to the same bits.
 *
 * <p>Start with {@link io.slipstream.trainer.reproduce.ReproduceCommand}, then
 * {@link io.slipstream.trainer.reproduce.Reproduction}: {@link io.slipstream.trainer.reproduce.Announced} finds what the
 * topics say of the snapshot, {@link io.slipstream.trainer.reproduce.Recording} is what its checkpoint says of the
 * training that led to it, {@link io.slipstream.trainer.reproduce.Rerun} trains, and
 * {@link io.slipstream.trainer.reproduce.Comparison} compares. Nothing is written to a topic or a store, and no lineage is
 * claimed: a trainer of the model may be running. Uses {@code scan}, {@code checkpoint}, {@code stream} and
 * {@link io.slipstream.trainer.Learning}, which is built as training builds it.
 */
@NullMarked
package io.slipstream.trainer.reproduce;

import org.jspecify.annotations.NullMarked;
