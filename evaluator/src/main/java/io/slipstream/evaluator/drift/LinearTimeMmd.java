package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import org.hipparchus.special.Erf;

/**
 * An estimate of the squared maximum mean discrepancy that looks at every row once, for windows too large for {@link Mmd}.
 *
 * <p>The mean of {@code h = k(x, x') + k(y, y') - k(x, y') - k(x', y)} over disjoint pairs of neighbouring rows; unbiased,
 * much noisier than the quadratic one, and asymptotically normal, from which the one-sided p-value follows. Rows that depend
 * on their neighbours make it too certain: shuffle them first. Rows beyond the shorter side's last pair are not used.
 *
 * <p>Source: Gretton et al., 2012, JMLR 13, section 6.
 */
public final class LinearTimeMmd {

    private LinearTimeMmd() {}

    /**
     * The estimate with its p-value.
     *
     * @param reference at least four rows, finite
     * @param window at least four rows of the same dimension, finite
     * @throws IllegalArgumentException if a side has fewer than four rows or the dimensions differ
     */
    public static Observation of(RbfKernel kernel, Embeddings reference, Embeddings window) {
        int pairs = Math.min(reference.count(), window.count()) / 2;
        if (pairs < 2 || reference.dim() != window.dim()) {
            throw new IllegalArgumentException("expected at least 4 rows of one dimension on either side, found "
                    + reference.count() + " x " + reference.dim() + " and " + window.count() + " x " + window.dim());
        }
        double[] h = new double[pairs];
        double mean = 0;
        for (int i = 0; i < pairs; i++) {
            int even = 2 * i;
            int odd = even + 1;
            h[i] = kernel.at(squaredDistance(reference, even, reference, odd))
                    + kernel.at(squaredDistance(window, even, window, odd))
                    - kernel.at(squaredDistance(reference, even, window, odd))
                    - kernel.at(squaredDistance(reference, odd, window, even));
            mean += h[i] / pairs;
        }
        double squares = 0;
        for (double value : h) {
            squares += (value - mean) * (value - mean);
        }
        double standardError = Math.sqrt(squares / (pairs - 1) / pairs);
        double z = standardError == 0 ? 0 : mean / standardError;
        return new Observation(mean, Erf.erfc(z / Math.sqrt(2)) / 2);
    }

    private static double squaredDistance(Embeddings a, int rowOfA, Embeddings b, int rowOfB) {
        int d = a.dim();
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double difference = (double) a.values()[rowOfA * d + j] - b.values()[rowOfB * d + j];
            sum += difference * difference;
        }
        return sum;
    }
}
