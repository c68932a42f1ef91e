package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Scatter;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * What is left of the difference between two representations after the best translation, scale and rotation: 0 (they differ
 * by nothing else) to 1 (nothing in common).
 *
 * <p>{@code 1 - (|X^T Y|_* / (|X| |Y|))^2} with centred X and Y, the nuclear norm above and Frobenius norms below.
 * Reflections count as rotations, and the smaller representation is taken as padded with zeros. Cost: {@code n dim^2 + 20
 * dim^3}.
 *
 * <p>Source: Schoenemann, 1966, doi:10.1007/BF02289451; the disparity of {@code scipy.spatial.procrustes}.
 */
public final class Procrustes {

    private Procrustes() {}

    /**
     * The residual.
     *
     * @param a at least two rows, finite
     * @param b as many rows, of any dimension
     * @return 0..1, up to rounding; not a number if one of them does not vary
     * @throws IllegalArgumentException if the numbers of rows differ
     */
    public static double residual(Embeddings a, Embeddings b) {
        double[][] scatter = Scatter.of(a, b);
        double[] singularValues =
                new SingularValueDecomposition(new Array2DRowRealMatrix(scatter, false)).getSingularValues();
        double squaredNorms = Arrays.stream(Scatter.squaredDeviations(a)).sum()
                * Arrays.stream(Scatter.squaredDeviations(b)).sum();
        double nuclearNorm = Arrays.stream(singularValues).sum();
        return 1 - nuclearNorm * nuclearNorm / squaredNorms;
    }
}
