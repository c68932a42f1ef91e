package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * MoCo's InfoNCE loss: the query must pick its own key out of that key and a queue of keys of earlier batches.
 *
 * <p>L = mean over the batch of −log( exp(q·k / T) / (exp(q·k / T) + Σ over the queue of exp(q·n / T)) ), with q and k
 * normalized; 0 or more, {@link #chance} when every key is equally near. Pure. Source: He et al., "Momentum contrast for
 * unsupervised visual representation learning", arXiv:1911.05722, eq. 1; T = 0.2: Chen et al., "Improved baselines with
 * momentum contrastive learning", arXiv:2003.04297, section 3.
 */
public final class MocoV2Loss {

    private MocoV2Loss() {}

    /**
     * Loss of one batch.
     *
     * <p>The backward pass reads the queue: change it only afterwards.
     *
     * @param q student's embeddings of one view, {@code [batch, dim]}, of any length
     * @param k teacher's embeddings of the other view, {@code [batch, dim]}, of any length; no gradient flows into them
     * @param queue negatives, {@code [K, dim]}, of length 1; no gradient flows into them
     * @param temperature T, greater than 0
     * @return scalar, in the manager of {@code q}
     * @throws IllegalArgumentException if the shapes do not match
     */
    public static NDArray of(NDArray q, NDArray k, NDArray queue, double temperature) {
        SameShape.require(q, k);
        if (queue.getShape().dimension() != 2
                || queue.getShape().get(1) != q.getShape().get(1)) {
            throw new IllegalArgumentException("expected a queue [K, dim] of keys as long as the queries "
                    + q.getShape() + ", found " + queue.getShape());
        }
        NDArray query = q.normalize(2, 1);
        NDArray own = query.mul(k.stopGradient().normalize(2, 1)).sum(new int[] {1}, true);
        // The queue outlives the step: what is derived from it would stay with its manager.
        try (NDArray negatives = queue.stopGradient();
                NDArray columns = negatives.transpose()) {
            NDArray logits = NDArrays.concat(new NDList(own, query.matMul(columns)), 1);
            return CrossEntropy.of(Scaled.by(1 / temperature, logits), row -> 0);
        }
    }

    /**
     * Loss of one batch in which each view is the query once: the mean of both.
     *
     * @param q1 student's embeddings of view 1
     * @param k2 teacher's embeddings of view 2, which {@code q1} must pick
     * @param q2 student's embeddings of view 2
     * @param k1 teacher's embeddings of view 1, which {@code q2} must pick
     */
    public static NDArray symmetric(NDArray q1, NDArray k2, NDArray q2, NDArray k1, NDArray queue, double temperature) {
        return Scaled.by(0.5, of(q1, k2, queue, temperature).add(of(q2, k1, queue, temperature)));
    }

    /**
     * The loss of embeddings that say nothing: ln(1 + K).
     *
     * @param queueLength K
     */
    public static double chance(long queueLength) {
        return Math.log1p((double) queueLength);
    }
}
