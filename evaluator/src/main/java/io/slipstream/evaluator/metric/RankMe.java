package io.slipstream.evaluator.metric;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * How many dimensions the embeddings really use: the exponential of the entropy of their normalized singular values.
 *
 * <p>{@code RankMe = exp(-sum_i p_i ln p_i)}, {@code p_i = sigma_i / sum(sigma) + 1e-5}, where sigma are the singular
 * values of the uncentred n x d matrix of embeddings. Between 1 and {@code min(n, d)}, and slightly above either because
 * of the constant (1.2 percent for d = 256, 2.7 for d = 512). The paper adds 1e-7; 1e-5 is what the reference implementation
 * adds, whose numbers users compare with.
 *
 * <p>The singular values are the square roots of the eigenvalues of the Gram matrix ({@code d x d}, or {@code n x n} when
 * that is smaller), in double precision: exact to about {@code 1e-8 * sigma_1} absolute. Eigenvalues within rounding of
 * zero count as zero, so that a direction without variance contributes only the constant. Cost: {@code n d^2 + 9 d^3}.
 *
 * <p>Source: RankMe, 2023, arXiv:2210.02885, equation 1; {@code solo/callbacks/rankme.py} of solo-learn.
 */
public final class RankMe {

    static final double EPSILON = 1e-5;

    private RankMe() {}

    /**
     * The effective rank of a set of embeddings.
     *
     * @param embeddings at least one row, finite
     * @return about 1..min(n, d); 0 when every value is zero, as then no direction is used
     * @throws IllegalArgumentException if there are no rows
     */
    public static double of(Embeddings embeddings) {
        if (embeddings.count() == 0) {
            throw new IllegalArgumentException("a rank needs at least 1 embedding, found 0");
        }
        double[] sigma = singularValues(embeddings);
        double sum = 0;
        for (double s : sigma) {
            sum += s;
        }
        if (sum == 0) {
            return 0;
        }
        double entropy = 0;
        for (double s : sigma) {
            double p = s / sum + EPSILON;
            entropy -= p * Math.log(p);
        }
        return Math.exp(entropy);
    }

    private static double[] singularValues(Embeddings embeddings) {
        double[][] gram = embeddings.count() < embeddings.dim() ? gramOfRows(embeddings) : gramOfColumns(embeddings);
        double[] eigenvalues = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(gram, false)).getEigenvalues();
        double largest = 0;
        for (double eigenvalue : eigenvalues) {
            largest = Math.max(largest, eigenvalue);
        }
        double rounding = largest * eigenvalues.length * Math.ulp(1.0);
        double[] sigma = new double[eigenvalues.length];
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] = eigenvalues[i] <= rounding ? 0 : Math.sqrt(eigenvalues[i]);
        }
        return sigma;
    }

    /** Z^T Z, one row of Z at a time, so that the innermost loop runs along memory. */
    private static double[][] gramOfColumns(Embeddings embeddings) {
        int d = embeddings.dim();
        float[] z = embeddings.values();
        double[][] gram = new double[d][d];
        double[] row = new double[d];
        for (int n = 0; n < embeddings.count(); n++) {
            for (int j = 0; j < d; j++) {
                row[j] = z[n * d + j];
            }
            for (int i = 0; i < d; i++) {
                double value = row[i];
                double[] target = gram[i];
                for (int j = 0; j < d; j++) {
                    target[j] += value * row[j];
                }
            }
        }
        return gram;
    }

    /** Z Z^T. */
    private static double[][] gramOfRows(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        float[] z = embeddings.values();
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int c = 0; c < d; c++) {
                    dot += (double) z[i * d + c] * z[j * d + c];
                }
                gram[i][j] = dot;
                gram[j][i] = dot;
            }
        }
        return gram;
    }
}
