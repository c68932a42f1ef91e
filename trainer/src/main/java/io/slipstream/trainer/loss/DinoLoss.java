package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DINO's self-distillation loss: the student's distribution over prototypes for every view must be the teacher's for
 * another view of the image.
 *
 * <p>L = mean over pairs (teacher's view t, student's view s ≠ t) and over the batch of
 * −Σ softmax((g_t − c) / τ_t) · log softmax(f_s / τ_s): two global views through the teacher, those two and any number of
 * local ones through the student, which makes 2 + 2 · locals pairs. 0 or more; {@link #chance} while the student favours
 * no prototype. Pure. Source: Caron et al., "Emerging properties in self-supervised vision transformers",
 * arXiv:2104.14294, eq. 1 to 3 and algorithm 1.
 */
public final class DinoLoss {

    private DinoLoss() {}

    /**
     * Loss of one batch.
     *
     * @param student student's logits of every view, {@code [batch, K]} each: the two global ones, then the local ones
     * @param teacher teacher's logits of the two global views in the same order; no gradient flows into them
     * @param center c, {@code [1, K]}, subtracted from the teacher's logits
     * @param studentTemperature τ_s, greater than 0
     * @param teacherTemperature τ_t, greater than 0, below τ_s to sharpen
     * @return scalar, in the manager of the student's first logits
     * @throws IllegalArgumentException if the teacher has not two views, the student fewer, or the shapes differ
     */
    public static NDArray of(
            List<NDArray> student,
            List<NDArray> teacher,
            NDArray center,
            double studentTemperature,
            double teacherTemperature) {
        if (teacher.size() != 2 || student.size() < 2) {
            throw new IllegalArgumentException("expected two views of the teacher and at least two of the student,"
                    + " found " + teacher.size() + " and " + student.size());
        }
        List<NDArray> targets = teacher.stream()
                .map(logits -> Scaled.by(
                                1 / teacherTemperature, logits.stopGradient().sub(center))
                        .softmax(1))
                .toList();
        NDArray both = targets.get(0).add(targets.get(1));
        NDArray sum = student.get(0).getManager().create(0f);
        for (int view = 0; view < student.size(); view++) {
            SameShape.require(student.get(view), teacher.get(0));
            // A global view is compared with the other one alone, a local view with both.
            NDArray target = view < 2 ? targets.get(1 - view) : both;
            NDArray logProbabilities =
                    Scaled.by(1 / studentTemperature, student.get(view)).logSoftmax(1);
            sum = sum.sub(target.mul(logProbabilities).sum());
        }
        long pairs = 2L * student.size() - 2;
        return Scaled.by(1.0 / (pairs * student.get(0).getShape().get(0)), sum);
    }

    /**
     * The loss of a student that favours no prototype: ln(K).
     *
     * @param prototypes K
     */
    public static double chance(long prototypes) {
        return Math.log((double) prototypes);
    }
}
