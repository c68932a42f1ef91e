package io.slipstream.evaluator.metric;

import java.util.Arrays;
import java.util.List;

/**
 * A linear classifier on frozen embeddings: how well the classes can be separated by hyperplanes.
 *
 * <p>{@link LogisticRegression} is fitted on the training part with each of several regularizations; the one that is most
 * accurate on the validation part, the strongest of equals, is reported on the test part. It is not fitted again on both
 * parts.
 *
 * <p>Source: the linear evaluation of CLIP, 2021, arXiv:2103.00020, appendix A.3 (L-BFGS, the penalty chosen on a
 * validation part).
 *
 * @param inverseStrengths the values of C, ascending, at least one; a large C is a weak penalty
 * @param solver how each is fitted
 */
public record LinearProbe(List<Double> inverseStrengths, LogisticRegression solver) {

    /** Six values of C a factor of ten apart, from 1e-5 to 1. */
    public static final LinearProbe DEFAULT =
            new LinearProbe(List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0), LogisticRegression.DEFAULT);

    /** @throws IllegalArgumentException if there is no C, or they do not ascend */
    public LinearProbe {
        inverseStrengths = List.copyOf(inverseStrengths);
        if (inverseStrengths.isEmpty()) {
            throw new IllegalArgumentException("expected at least one value of C, found none");
        }
        for (int i = 1; i < inverseStrengths.size(); i++) {
            if (inverseStrengths.get(i) <= inverseStrengths.get(i - 1)) {
                throw new IllegalArgumentException("expected ascending values of C, found " + inverseStrengths);
            }
        }
    }

    /**
     * What the probe found.
     *
     * @param inverseStrength the C that was chosen
     * @param validationAccuracy 0..1, of the chosen C; optimistic, since it was chosen by it
     * @param testAccuracy 0..1
     * @param predictions class of every test row, in the order of the split
     * @param converged whether the chosen fit ended because it was done
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    public record Result(
            double inverseStrength,
            double validationAccuracy,
            double testAccuracy,
            int[] predictions,
            boolean converged) {}

    /**
     * Fits, chooses and reports.
     *
     * @param embeddings one row per labelled image, finite
     * @param labels class of every row, 0..classes-1
     * @param split with no empty part
     */
    public Result evaluate(Embeddings embeddings, int[] labels, int classes, ProbeSplit split) {
        double[] strengths =
                inverseStrengths.stream().mapToDouble(Double::doubleValue).toArray();
        List<LogisticRegression.Fit> fits =
                solver.path(embeddings.rows(split.train()), at(split.train(), labels), classes, strengths);
        Embeddings validation = embeddings.rows(split.validation());
        int[] validationLabels = at(split.validation(), labels);
        int best = 0;
        double bestAccuracy = -1;
        for (int i = 0; i < strengths.length; i++) {
            double accuracy = accuracy(fits.get(i).classifier().predict(validation), validationLabels);
            if (accuracy > bestAccuracy) {
                best = i;
                bestAccuracy = accuracy;
            }
        }
        int[] predictions = fits.get(best).classifier().predict(embeddings.rows(split.test()));
        double testAccuracy = accuracy(predictions, at(split.test(), labels));
        return new Result(
                strengths[best],
                bestAccuracy,
                testAccuracy,
                predictions,
                fits.get(best).converged());
    }

    private static int[] at(int[] rows, int[] labels) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    private static double accuracy(int[] predictions, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            if (predictions[i] == labels[i]) {
                right++;
            }
        }
        return right / (double) labels.length;
    }
}
