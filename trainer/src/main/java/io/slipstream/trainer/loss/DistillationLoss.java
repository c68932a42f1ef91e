package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * CaSSLe's distillation: a self-supervised loss between what a predictor makes of the student's projections and what a
 * frozen earlier network makes of the same views.
 *
 * <p>Which loss depends on the method, as in the paper: {@link #regression} for those that regress, {@link #contrastive}
 * for those that contrast. Pure. Source: Fini et al., "Self-supervised models are continual learners", arXiv:2112.04215,
 * eq. 4 and section 5.
 */
public final class DistillationLoss {

    private DistillationLoss() {}

    /**
     * 2 − 2 cos, mean over views and images: 0 when every direction is predicted, 2 at chance, 4 when all are opposed.
     *
     * @param predicted predictions from the student's projections of each view, {@code [batch, dim]}
     * @param frozen projections of the frozen network, one per view, {@code [batch, dim]}; no gradient flows into them
     * @return scalar in 0..4, in the manager of the first view
     * @throws IllegalArgumentException if the shapes differ, or the numbers of views
     */
    public static NDArray regression(List<NDArray> predicted, List<NDArray> frozen) {
        return Scaled.by(2, AlignmentLoss.of(predicted, frozen)).add(2);
    }

    /**
     * Every prediction must pick the frozen projection of its own view of its own image out of those of all views of the
     * batch: cross-entropy of cosines over a temperature; ln(views · batch) at chance.
     *
     * @param predicted as in {@link #regression}
     * @param frozen as in {@link #regression}
     * @param temperature T, greater than 0
     * @return scalar, 0 or more, in the manager of the first view
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray contrastive(List<NDArray> predicted, List<NDArray> frozen, double temperature) {
        // DJL's concat of one array is a copy that no gradient flows through.
        NDArray p = predicted.size() == 1 ? predicted.get(0) : NDArrays.concat(new NDList(predicted));
        NDArray z = NDArrays.concat(new NDList(frozen)).stopGradient();
        SameShape.require(p, z);
        NDArray cosines = p.normalize(2, 1).matMul(z.normalize(2, 1).transpose());
        return CrossEntropy.of(Scaled.by(1 / temperature, cosines), row -> row);
    }
}
