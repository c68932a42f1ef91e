package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * SimCLR's NT-Xent loss: every view must pick the other view of its image out of all other views of its batch.
 *
 * <p>Over the 2N views of N images, L = mean over views i of −log( exp(s(i, j) / T) / Σ over views k ≠ i of
 * exp(s(i, k) / T) ), where j is the other view of the same image and s the cosine; 0 or more, {@link #chance} when every
 * view is equally near. Pure. Source: Chen et al., "A simple framework for contrastive learning of visual
 * representations", arXiv:2002.05709, eq. 1.
 */
public final class SimClrLoss {

    /** Takes a logit out of a softmax: its exponential is 0 in float32 at every temperature in use. */
    private static final double EXCLUDED = -1e9;

    private SimClrLoss() {}

    /**
     * Loss of one batch; gradients flow into both views.
     *
     * @param z1 projections of view 1, {@code [batch, dim]}
     * @param z2 projections of view 2, {@code [batch, dim]}
     * @param temperature T, greater than 0
     * @return scalar, in the manager of {@code z1}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray of(NDArray z1, NDArray z2, double temperature) {
        SameShape.require(z1, z2);
        NDManager scope = z1.getManager();
        int batch = Math.toIntExact(z1.getShape().get(0));
        NDArray views = NDArrays.concat(new NDList(z1, z2)).normalize(2, 1);
        NDArray itself = Scaled.by(EXCLUDED, scope.eye(2 * batch, 2 * batch, 0, DataType.FLOAT32));
        NDArray logits =
                Scaled.by(1 / temperature, views.matMul(views.transpose())).add(itself);
        return CrossEntropy.of(logits, row -> (row + batch) % (2L * batch));
    }

    /**
     * The loss of projections that say nothing: ln(2N − 1).
     *
     * @param batch N, images of a batch
     */
    public static double chance(long batch) {
        return Math.log(2.0 * batch - 1);
    }
}
