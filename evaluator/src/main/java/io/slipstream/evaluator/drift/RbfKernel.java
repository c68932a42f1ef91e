package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.SquaredDistances;
import java.util.Arrays;

/**
 * The Gaussian kernel {@code k(x, y) = exp(-|x - y|^2 / (2 sigma^2))}.
 *
 * @param sigma bandwidth, above 0
 */
public record RbfKernel(double sigma) {

    /** @throws IllegalArgumentException if sigma is not a positive number */
    public RbfKernel {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("expected a bandwidth above 0, found " + sigma);
        }
    }

    /**
     * The kernel whose {@code 2 sigma^2} is the median squared distance between two rows of a reference (the lower of the
     * two middle ones), as alibi-detect chooses it. Fix it per reference: windows judged by different kernels do not
     * compare. Cost: {@code n^2 dim / 2}, and {@code n^2 / 2} numbers.
     *
     * @param reference at least two rows, finite, not most of them equal
     * @throws IllegalArgumentException if there are fewer than two rows, or the median is 0
     */
    public static RbfKernel medianHeuristic(Embeddings reference) {
        int n = reference.count();
        if (n < 2) {
            throw new IllegalArgumentException("a median distance needs at least 2 embeddings, found " + n);
        }
        SquaredDistances squaredDistances = new SquaredDistances(reference);
        double[] pairs = new double[Math.multiplyExact(n, n - 1) / 2];
        double[] distances = new double[n];
        int at = 0;
        for (int i = 1; i < n; i++) {
            squaredDistances.of(reference, i, i, distances);
            System.arraycopy(distances, 0, pairs, at, i);
            at += i;
        }
        Arrays.sort(pairs);
        return new RbfKernel(Math.sqrt(pairs[(pairs.length - 1) / 2] / 2));
    }

    /** The kernel of two points at a squared distance, 0..1. */
    double at(double squaredDistance) {
        return Math.exp(-squaredDistance / (2 * sigma * sigma));
    }
}
