/**
 * Losses: pure functions of network outputs to a scalar, one file each.
 *
 * <p>Start with {@link io.slipstream.trainer.loss.ByolLoss}. Each says its value at
 * chance, to which the loss of a method that learns nothing returns. Uses DJL's {@code NDArray} only.
 */
@NullMarked
package io.slipstream.trainer.loss;

import org.jspecify.annotations.NullMarked;
