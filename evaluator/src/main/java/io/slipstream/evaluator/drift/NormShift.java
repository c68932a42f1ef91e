package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;

/** How far the lengths of a window's embeddings have moved from those of a reference. */
public final class NormShift {

    private NormShift() {}

    /**
     * The difference of the mean Euclidean norms in standard deviations of the reference's (n - 1 in the denominator).
     *
     * @param reference at least two rows, finite
     * @param window at least one row, finite
     * @return 0 if nothing moved; not a number if all norms of the reference are equal and the window's are the same,
     *     infinite if those differ
     * @throws IllegalArgumentException if there are too few rows
     */
    public static double of(Embeddings reference, Embeddings window) {
        if (reference.count() < 2 || window.count() < 1) {
            throw new IllegalArgumentException("expected at least 2 rows of reference and 1 of window, found "
                    + reference.count() + " and " + window.count());
        }
        double[] norms = norms(reference);
        double mean = mean(norms);
        double squares = 0;
        for (double norm : norms) {
            squares += (norm - mean) * (norm - mean);
        }
        return (mean(norms(window)) - mean) / Math.sqrt(squares / (norms.length - 1));
    }

    private static double[] norms(Embeddings embeddings) {
        double[] norms = new double[embeddings.count()];
        for (int i = 0; i < embeddings.values().length; i++) {
            double value = embeddings.values()[i];
            norms[i / embeddings.dim()] += value * value;
        }
        for (int row = 0; row < norms.length; row++) {
            norms[row] = Math.sqrt(norms[row]);
        }
        return norms;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
