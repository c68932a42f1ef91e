package io.slipstream.evaluator.metric;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * How fast the spectrum of the embeddings decays: the exponent alpha of a power law {@code lambda_r ~ r^-alpha} through the
 * eigenvalues of their covariance.
 *
 * <p>Good encoders lie near 1; well above, few directions carry everything, and near 0 the embeddings are close to white
 * noise. The line through {@code (ln r, ln lambda_r)} is fitted by least squares with weights {@code 1 / r}, over a range of
 * ranks that leaves out the first, which carry offsets of their own, and the tail, which is noise.
 *
 * <p>Source: alpha-ReQ, 2022, arXiv:2202.05808; the weighted fit, Stringer et al., 2019, doi:10.1038/s41586-019-1346-5.
 *
 * @param firstRank of the fit, counted from 1
 * @param lastRank of the fit, inclusive, above the first
 */
public record AlphaReq(int firstRank, int lastRank) {

    /** @throws IllegalArgumentException if the range is empty or has one rank */
    public AlphaReq {
        if (firstRank < 1 || lastRank <= firstRank) {
            throw new IllegalArgumentException(
                    "expected 1 <= first rank < last rank, found " + firstRank + " and " + lastRank);
        }
    }

    /**
     * The exponent.
     *
     * @param embeddings finite, with at least {@code lastRank} dimensions in which they vary, so more than {@code lastRank}
     *     rows
     * @return alpha; not a number if an eigenvalue of the range is 0
     * @throws IllegalArgumentException if there are fewer than {@code lastRank} dimensions or rows
     */
    public double of(Embeddings embeddings) {
        if (embeddings.dim() < lastRank || embeddings.count() <= lastRank) {
            throw new IllegalArgumentException("expected more than " + lastRank + " rows of at least " + lastRank
                    + " dimensions, found " + embeddings.count() + " of " + embeddings.dim());
        }
        double[] eigenvalues = eigenvalues(embeddings);
        double weights = 0;
        double meanX = 0;
        double meanY = 0;
        for (int rank = firstRank; rank <= lastRank; rank++) {
            weights += 1.0 / rank;
            meanX += Math.log(rank) / rank;
            meanY += Math.log(eigenvalues[rank - 1]) / rank;
        }
        meanX /= weights;
        meanY /= weights;
        double products = 0;
        double squares = 0;
        for (int rank = firstRank; rank <= lastRank; rank++) {
            double x = Math.log(rank) - meanX;
            products += x * (Math.log(eigenvalues[rank - 1]) - meanY) / rank;
            squares += x * x / rank;
        }
        return -products / squares;
    }

    /** Of the scatter matrix, largest first; a common factor does not change the exponent. */
    private static double[] eigenvalues(Embeddings embeddings) {
        double[] ascending = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(Scatter.of(embeddings), false))
                .getEigenvalues();
        Arrays.sort(ascending);
        double[] descending = new double[ascending.length];
        for (int i = 0; i < descending.length; i++) {
            descending[i] = ascending[ascending.length - 1 - i];
        }
        return descending;
    }
}
