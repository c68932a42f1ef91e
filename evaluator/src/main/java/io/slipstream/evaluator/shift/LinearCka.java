package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Scatter;
import java.util.Arrays;

/**
 * Centred kernel alignment with a linear kernel, debiased: how similar the geometry of two representations is.
 *
 * <p>{@code HSIC(X, Y) / sqrt(HSIC(X, X) HSIC(Y, Y))} with the unbiased estimate of HSIC. 1 for representations that are
 * equal up to rotation, translation and scale; about 0 for unrelated ones, where the plain estimate tends to 1 as the
 * dimension grows past the number of images.
 *
 * <p>The estimate is computed from features, not from n x n kernels: with centred rows x, y it is, up to a factor that
 * cancels, {@code |X^T Y|^2 - n/(n-2) sum_i |x_i|^2 |y_i|^2 + sum_i |x_i|^2 sum_i |y_i|^2 / ((n-1)(n-2))}. Cost: {@code n
 * dim^2}.
 *
 * <p>Source: Kornblith et al., 2019, arXiv:1905.00414, equation 1; unbiased HSIC, Song et al., 2012, JMLR 13, equation 5.
 */
public final class LinearCka {

    private LinearCka() {}

    /**
     * The debiased alignment of two representations.
     *
     * @param a at least four rows, finite
     * @param b as many rows, of any dimension
     * @return at most about 1; may be slightly negative; not a number if one of them does not vary
     * @throws IllegalArgumentException if there are fewer than four rows or their numbers differ
     */
    public static double debiased(Embeddings a, Embeddings b) {
        if (a.count() < 4 || a.count() != b.count()) {
            throw new IllegalArgumentException(
                    "expected the same images on both sides, at least 4, found " + a.count() + " and " + b.count());
        }
        return hsic(a, b) / Math.sqrt(hsic(a, a) * hsic(b, b));
    }

    private static double hsic(Embeddings a, Embeddings b) {
        double n = a.count();
        double[] p = Scatter.squaredDeviations(a);
        double[] q = Scatter.squaredDeviations(b);
        double products = 0;
        for (int i = 0; i < p.length; i++) {
            products += p[i] * q[i];
        }
        double frobenius = 0;
        for (double[] row : Scatter.of(a, b)) {
            for (double s : row) {
                frobenius += s * s;
            }
        }
        double traces = Arrays.stream(p).sum() * Arrays.stream(q).sum();
        return frobenius - n / (n - 2) * products + traces / ((n - 1) * (n - 2));
    }
}
