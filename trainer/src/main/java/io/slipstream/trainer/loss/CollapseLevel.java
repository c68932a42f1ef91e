package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * How far outputs have collapsed: 0 when every dimension spreads as on the unit sphere, 1 when all outputs are one point.
 *
 * <p>max(0, 1 − √d · mean over dimensions of the standard deviation of L2-normalized outputs): on a sphere the healthy
 * deviation is 1/√d (Chen and He, "Exploring simple siamese representation learning", arXiv:2011.10566, section 4.1).
 * Pure.
 */
public final class CollapseLevel {

    private CollapseLevel() {}

    /** Collapse level of outputs {@code [batch, dim]}, batch at least 2. */
    public static double of(NDArray outputs) {
        NDArray unit = outputs.normalize(2, 1);
        NDArray centred = unit.sub(unit.mean(new int[] {0}, true));
        double deviation = centred.square().mean(new int[] {0}).sqrt().mean().getFloat();
        return Math.max(0, 1 - Math.sqrt((double) outputs.getShape().get(1)) * deviation);
    }
}
