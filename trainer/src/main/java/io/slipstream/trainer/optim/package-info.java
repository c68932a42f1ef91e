/**
 * Optimizers and the teacher's moving average, each one native call per step.
 *
 * <p>Start with {@link io.slipstream.trainer.optim.AdamW} and {@link io.slipstream.trainer.optim.MovingAverage}. Uses
 * {@code io.slipstream.trainer.engine} and {@code script}.
 */
@NullMarked
package io.slipstream.trainer.optim;

import org.jspecify.annotations.NullMarked;
