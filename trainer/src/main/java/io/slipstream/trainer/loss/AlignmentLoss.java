package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * CLA's alignment loss: how far projections have turned away from what they were.
 *
 * <p>L = −mean over views and images of cos(a(z), z_past), where a is a small head that learns with the student; −1 when
 * every direction is kept, 0 at chance, 1 when all are opposed. Pure. Source: Cignoni et al., "CLA: Latent alignment for
 * online continual self-supervised learning", arXiv:2507.10434, and the {@code cla_e} and {@code cla_r} strategies of its
 * reference code.
 */
public final class AlignmentLoss {

    private AlignmentLoss() {}

    /**
     * Loss of one batch.
     *
     * @param aligned the head's outputs for the student's projections of each view, {@code [batch, dim]}
     * @param past the projections they are to keep to, one per view, {@code [batch, dim]}; no gradient flows into them;
     *     a row of zeros counts as a cosine of 0, and draws the student nowhere
     * @return scalar in −1..1, in the manager of the first view
     * @throws IllegalArgumentException if the shapes differ, or the numbers of views
     */
    public static NDArray of(List<NDArray> aligned, List<NDArray> past) {
        if (aligned.isEmpty() || aligned.size() != past.size()) {
            throw new IllegalArgumentException("expected at least one view and as many past ones, found "
                    + aligned.size() + " and " + past.size());
        }
        NDArray sum = cosine(aligned.get(0), past.get(0));
        for (int view = 1; view < aligned.size(); view++) {
            sum = sum.add(cosine(aligned.get(view), past.get(view)));
        }
        return Scaled.by(-1.0 / aligned.size(), sum.mean());
    }

    private static NDArray cosine(NDArray aligned, NDArray past) {
        SameShape.require(aligned, past);
        return aligned.normalize(2, 1).mul(past.stopGradient().normalize(2, 1)).sum(new int[] {1});
    }
}
