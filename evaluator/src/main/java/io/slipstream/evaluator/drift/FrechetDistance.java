package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Scatter;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * The squared Fréchet distance between two sets, each taken for Gaussian: {@code |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^1/2)}
 * with means m and covariances S (n - 1 in the denominator).
 *
 * <p>Biased upwards unless there are many more rows than dimensions: compare only windows of one size, on a {@link Pca} of
 * few components. The trace of the root is the sum of the roots of the eigenvalues of {@code S1^1/2 S2 S1^1/2}. Cost: {@code
 * n dim^2 + 20 dim^3}.
 *
 * <p>Source: Dowson and Landau, 1982, doi:10.1016/0047-259X(82)90077-X; as a score, Heusel et al., 2017, arXiv:1706.08500,
 * equation 6.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * The squared distance.
     *
     * @param a at least two rows, finite
     * @param b at least two rows of the same dimension, finite
     * @return at least 0, up to rounding
     * @throws IllegalArgumentException if a set has fewer than two rows or the dimensions differ
     */
    public static double squared(Embeddings a, Embeddings b) {
        if (a.count() < 2 || b.count() < 2 || a.dim() != b.dim()) {
            throw new IllegalArgumentException("expected at least 2 rows of one dimension on either side, found "
                    + a.count() + " x " + a.dim() + " and " + b.count() + " x " + b.dim());
        }
        RealMatrix covarianceOfA = covariance(a);
        RealMatrix covarianceOfB = covariance(b);
        double distance = covarianceOfA.getTrace() + covarianceOfB.getTrace();
        double[] meanOfA = Scatter.mean(a);
        double[] meanOfB = Scatter.mean(b);
        for (int j = 0; j < meanOfA.length; j++) {
            distance += (meanOfA[j] - meanOfB[j]) * (meanOfA[j] - meanOfB[j]);
        }
        RealMatrix root = squareRoot(covarianceOfA);
        RealMatrix product = root.multiply(covarianceOfB).multiply(root);
        RealMatrix symmetric = product.add(product.transpose()).scalarMultiply(0.5);
        for (double eigenvalue : new EigenDecompositionSymmetric(symmetric).getEigenvalues()) {
            distance -= 2 * Math.sqrt(Math.max(0, eigenvalue));
        }
        return distance;
    }

    private static RealMatrix covariance(Embeddings embeddings) {
        return new Array2DRowRealMatrix(Scatter.of(embeddings), false).scalarMultiply(1.0 / (embeddings.count() - 1));
    }

    /** By eigenvectors, since a covariance of few rows has no full rank; negative eigenvalues are rounding. */
    private static RealMatrix squareRoot(RealMatrix covariance) {
        EigenDecompositionSymmetric decomposition = new EigenDecompositionSymmetric(covariance);
        RealMatrix scaled = decomposition.getV().copy();
        double[] eigenvalues = decomposition.getEigenvalues();
        for (int i = 0; i < eigenvalues.length; i++) {
            double factor = Math.sqrt(Math.sqrt(Math.max(0, eigenvalues[i])));
            scaled.setColumnVector(i, scaled.getColumnVector(i).mapMultiply(factor));
        }
        return scaled.multiplyTransposed(scaled);
    }
}
