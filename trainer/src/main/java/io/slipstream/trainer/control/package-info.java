/**
 * What others ask of a trainer while it runs.
 *
 * <p>Start with {@link io.slipstream.trainer.control.TrainingRequests}, which the training thread polls between steps.
 * Uses the schemas only.
 */
@NullMarked
package io.slipstream.trainer.control;

import org.jspecify.annotations.NullMarked;
