package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * DINOv3's Gram anchoring: how far the likeness of an image's patches to one another has moved from an earlier network's.
 *
 * <p>L = mean over images and pairs of patches of (cos(x_i, x_j) − cos(g_i, g_j))², where x are the student's patch
 * tokens and g the anchor's; 0 when all likenesses are kept, whatever the tokens themselves do, 4 at most. Pure. Source:
 * Siméoni et al., "DINOv3", arXiv:2508.10104, section 4.2; the paper writes the sum over pairs, its reference code takes
 * the mean, and so does this.
 */
public final class GramLoss {

    private GramLoss() {}

    /**
     * Loss of one view of one batch.
     *
     * @param student the student's patch tokens, {@code [batch, patches, dim]}
     * @param anchor the anchor's, {@code [batch, patches, anchor dim]}; no gradient flows into them
     * @return scalar in 0..4, in the manager of {@code student}
     * @throws IllegalArgumentException if batch or number of patches differ
     */
    public static NDArray of(NDArray student, NDArray anchor) {
        if (student.getShape().dimension() != 3
                || anchor.getShape().dimension() != 3
                || !student.getShape().slice(0, 2).equals(anchor.getShape().slice(0, 2))) {
            throw new IllegalArgumentException("expected tokens [batch, patches, dim] of as many patches, found "
                    + student.getShape() + " and " + anchor.getShape());
        }
        return gram(student).sub(gram(anchor.stopGradient())).square().mean();
    }

    private static NDArray gram(NDArray tokens) {
        NDArray unit = tokens.normalize(2, 2);
        return unit.matMul(unit.transpose(0, 2, 1));
    }
}
