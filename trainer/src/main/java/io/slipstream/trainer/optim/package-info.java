/**
 * Optimizers and the teacher's moving average, each one native call per step.
 *
 * <p>Start with {@link io.slipstream.trainer.optim.Optimizer} and {@link io.slipstream.trainer.optim.MovingAverage}; an
 * update rule is a file of its own. Uses {@code io.slipstream.trainer.engine}, {@code script} and {@code schedule}.
 */
@NullMarked
package io.slipstream.trainer.optim;

import org.jspecify.annotations.NullMarked;
