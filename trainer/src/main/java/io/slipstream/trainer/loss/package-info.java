/**
 * Losses: pure functions of network outputs to a scalar, one file each.
 *
 * <p>Start with {@link io.slipstream.trainer.loss.ByolLoss}. Uses DJL's {@code NDArray} only.
 */
@NullMarked
package io.slipstream.trainer.loss;

import org.jspecify.annotations.NullMarked;
