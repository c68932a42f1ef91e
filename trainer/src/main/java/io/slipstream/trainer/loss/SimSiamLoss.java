package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * SimSiam's loss: negative cosine similarity of each view's prediction and the other view's projection.
 *
 * <p>L = mean over the batch of −½ cos(p1, z2) − ½ cos(p2, z1): −1 when they agree in direction, 0 at chance (vectors
 * unrelated to each other), 1 when they are opposed. Pure. Source: Chen and He, "Exploring simple siamese representation
 * learning", arXiv:2011.10566, eq. 4.
 */
public final class SimSiamLoss {

    private SimSiamLoss() {}

    /**
     * Loss of one batch.
     *
     * @param p1 predictions from view 1, {@code [batch, dim]}
     * @param p2 predictions from view 2, {@code [batch, dim]}
     * @param z1 projections of view 1, {@code [batch, dim]}; no gradient flows into them
     * @param z2 projections of view 2, {@code [batch, dim]}; no gradient flows into them
     * @return scalar in −1..1, in the manager of {@code p1}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray of(NDArray p1, NDArray p2, NDArray z1, NDArray z2) {
        return Scaled.by(-0.5, cosine(p1, z2).add(cosine(p2, z1)).mean());
    }

    /** Cosine per row, {@code [batch]}. */
    private static NDArray cosine(NDArray prediction, NDArray projection) {
        SameShape.require(prediction, projection);
        return prediction
                .normalize(2, 1)
                .mul(projection.stopGradient().normalize(2, 1))
                .sum(new int[] {1});
    }
}
