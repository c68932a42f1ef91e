/**
 * Annealing: a release made beside training. A copy of a checkpoint takes further steps, on the images of its replay
 * buffer and the newest of the stream, while its learning rate falls; the encoder is published, the copy is dropped.
 *
 * <p>Start with {@link io.slipstream.trainer.anneal.AnnealCommand}, then {@link io.slipstream.trainer.anneal.ReleaseMaker}:
 * {@link io.slipstream.trainer.anneal.Origin} is the checkpoint, {@link io.slipstream.trainer.anneal.BranchBatches} mixes
 * what each step learns from, and {@link io.slipstream.trainer.anneal.AnnealedBranch} takes the steps. What comes of it is
 * a function of the checkpoint, the settings and the records: made again, it is the same to the last bit. No lineage is
 * claimed and no checkpoint written: a trainer of the model may be running, and does not notice. Uses {@code scan},
 * {@code checkpoint}, {@code lineage}, {@code stream}, {@code snapshot} and {@link io.slipstream.trainer.Learning}, which is
 * built as training builds it.
 */
@NullMarked
package io.slipstream.trainer.anneal;

import org.jspecify.annotations.NullMarked;
