/**
 * Checkpoints: everything a trainer must remember, as files that name their content and a manifest that names the files.
 *
 * <p>Start with {@link io.slipstream.trainer.checkpoint.TrainingState}, then
 * {@link io.slipstream.trainer.checkpoint.CheckpointWriter}, {@link io.slipstream.trainer.checkpoint.CheckpointReader} and
 * {@link io.slipstream.trainer.checkpoint.Collector}; files live in a {@link io.slipstream.trainer.checkpoint.BlobStore}.
 * The format is described in {@code docs/checkpoint-format.md}. Announcing a checkpoint is somebody else's. Uses the
 * {@code State} records of {@code method}, {@code replay} and {@code stream}, {@code weights} for the format of tensors,
 * and the schemas.
 */
@NullMarked
package io.slipstream.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
