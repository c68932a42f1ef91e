package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * MoCo v3's symmetric contrastive loss: every query must pick its image's key out of the keys of its batch.
 *
 * <p>L = ctr(q1, k2) + ctr(q2, k1), where ctr(q, k) is 2T times the mean over rows i of −log softmax(q·kᵀ / T)[i, i],
 * with q and k normalized; 0 or more, {@link #chance} when every key is equally near. Pure. Source: Chen, Xie and He,
 * "An empirical study of training self-supervised vision transformers", arXiv:2104.02057, algorithm 1.
 */
public final class MocoV3Loss {

    private MocoV3Loss() {}

    /**
     * Loss of one batch.
     *
     * @param q1 student's predictions for view 1, {@code [batch, dim]}
     * @param q2 student's predictions for view 2, {@code [batch, dim]}
     * @param k1 teacher's projections of view 1, {@code [batch, dim]}; no gradient flows into them
     * @param k2 teacher's projections of view 2, {@code [batch, dim]}; no gradient flows into them
     * @param temperature T, greater than 0
     * @return scalar, in the manager of {@code q1}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray of(NDArray q1, NDArray q2, NDArray k1, NDArray k2, double temperature) {
        return contrast(q1, k2, temperature).add(contrast(q2, k1, temperature));
    }

    private static NDArray contrast(NDArray q, NDArray k, double temperature) {
        SameShape.require(q, k);
        NDArray keys = k.stopGradient().normalize(2, 1);
        NDArray logits = Scaled.by(1 / temperature, q.normalize(2, 1).matMul(keys.transpose()));
        return Scaled.by(2 * temperature, CrossEntropy.of(logits, row -> row));
    }

    /**
     * The loss of embeddings that say nothing: 4 T ln(batch), twice 2T ln(batch).
     *
     * @param batch images of a batch
     * @param temperature T
     */
    public static double chance(long batch, double temperature) {
        return 4 * temperature * Math.log((double) batch);
    }
}
