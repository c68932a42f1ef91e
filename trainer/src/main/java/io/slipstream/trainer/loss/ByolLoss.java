package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * BYOL's regression loss: squared distance between normalized prediction and normalized target, over both view orders.
 *
 * <p>L = mean over the batch of (2 − 2 cos(q1, z2)) + (2 − 2 cos(q2, z1)); 0 when predictions and targets agree in
 * direction, 4 at chance (vectors unrelated to each other), 8 when they are opposed. Pure. Source: Grill et al., "Bootstrap your own latent", arXiv:2006.07733, eq. 2
 * and the sum after it.
 */
public final class ByolLoss {

    private ByolLoss() {}

    /**
     * Loss of one batch.
     *
     * @param q1 student's predictions for view 1, {@code [batch, dim]}
     * @param q2 student's predictions for view 2, {@code [batch, dim]}
     * @param z1 teacher's projections of view 1, {@code [batch, dim]}; no gradient flows into them
     * @param z2 teacher's projections of view 2, {@code [batch, dim]}; no gradient flows into them
     * @return scalar in 0..8, in the manager of {@code q1}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray of(NDArray q1, NDArray q2, NDArray z1, NDArray z2) {
        SameShape.require(q1, z2);
        SameShape.require(q2, z1);
        return distance(q1, z2).add(distance(q2, z1)).mean();
    }

    /** 2 − 2 cos per row, {@code [batch]}. */
    private static NDArray distance(NDArray prediction, NDArray target) {
        NDArray cosine = prediction
                .normalize(2, 1)
                .mul(target.stopGradient().normalize(2, 1))
                .sum(new int[] {1});
        return Scaled.by(-2, cosine).add(2);
    }
}
