/**
 * Checkpoints: everything a trainer must remember, as files that name their content and a manifest that names the files.
 *
 * <p>Start with {@link io.slipstream.trainer.checkpoint.TrainingState}. Uses the {@code State} records of {@code method},
 * {@code replay} and {@code stream}, {@code weights} for the format of tensors, and the schemas.
 */
@NullMarked
package io.slipstream.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
