package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;

/**
 * How well old and new vectors of the same images agree without any map between them: the mean cosine of an image's old and
 * new vector, corrected for chance by that of different images, {@code (same - different) / (1 - different)}.
 *
 * <p>1 where the vectors have not turned; 0 where an image's own old vector is no closer than any other's. The correction
 * matters since in many spaces all vectors lie in a narrow cone, where every cosine is high.
 *
 * <p>Source: the form of Cohen's kappa, 1960, doi:10.1177/001316446002000104, on cosines.
 */
public final class CosineAgreement {

    private CosineAgreement() {}

    /**
     * The agreement.
     *
     * @param old at least two rows, finite
     * @param now as many rows, of the same dimension
     * @return at most 1; not a number if all vectors of both are one direction
     * @throws IllegalArgumentException if the shapes differ or there are fewer than two rows
     */
    public static double of(Embeddings old, Embeddings now) {
        int n = old.count();
        int dim = old.dim();
        if (n < 2 || now.count() != n || now.dim() != dim) {
            throw new IllegalArgumentException(
                    "expected the same images and dimension on both sides, at least 2 images," + " found " + n + " x "
                            + dim + " and " + now.count() + " x " + now.dim());
        }
        float[] x = old.normalized().values();
        float[] y = now.normalized().values();
        double[] sumOfOld = new double[dim];
        double[] sumOfNew = new double[dim];
        double same = 0;
        for (int i = 0; i < x.length; i++) {
            same += (double) x[i] * y[i];
            sumOfOld[i % dim] += x[i];
            sumOfNew[i % dim] += y[i];
        }
        double all = 0;
        for (int j = 0; j < dim; j++) {
            all += sumOfOld[j] * sumOfNew[j];
        }
        double different = (all - same) / (n * (n - 1.0));
        return (same / n - different) / (1 - different);
    }
}
