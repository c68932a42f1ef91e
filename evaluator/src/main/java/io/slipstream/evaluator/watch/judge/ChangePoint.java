package io.slipstream.evaluator.watch.judge;

import java.util.Arrays;

/**
 * Where the level of a series changes: the least-squares split, and the splits that a test would not tell from it.
 *
 * <p>With {@code S(k)} the squared error of the series about its mean before and its mean from k on, all k with {@code (S(k) -
 * min S) / variance <= 7.35} are kept: 95 % hold the true one. The variance is that of the series in the long run, estimated
 * from blocks, since neighbours depend on one another.
 *
 * <p>Source: Bai, 1997, doi:10.1162/003465397557132; the interval, Hansen, 2000, doi:10.1111/1468-0262.00124, section 3.4.
 *
 * @param first lowest index of a first value after the change, 1..n-1
 * @param best the least-squares one
 * @param last highest
 */
record ChangePoint(int first, int best, int last) {

    /** {@code -2 ln(1 - sqrt(0.95))}. */
    private static final double CRITICAL = 7.35;

    /**
     * The change of a series.
     *
     * @param series at least two values
     * @param blockSize values in a row that depend on one another
     */
    static ChangePoint of(double[] series, int blockSize) {
        if (series.length < 2) {
            throw new IllegalArgumentException("expected at least 2 values, found " + series.length);
        }
        double[] gain = gains(series);
        int best = 1;
        for (int k = 2; k < series.length; k++) {
            if (gain[k] > gain[best]) {
                best = k;
            }
        }
        double least = gain[best] - CRITICAL * longRunVariance(series, best, blockSize);
        int first = best;
        int last = best;
        for (int k = 1; k < series.length; k++) {
            if (gain[k] >= least) {
                first = Math.min(first, k);
                last = Math.max(last, k);
            }
        }
        return new ChangePoint(first, best, last);
    }

    /** By how much each split lowers the squared error. */
    private static double[] gains(double[] series) {
        int n = series.length;
        double mean = Arrays.stream(series).sum() / n;
        double[] gains = new double[n];
        double cumulated = 0;
        for (int k = 1; k < n; k++) {
            cumulated += series[k - 1] - mean;
            gains[k] = cumulated * cumulated * n / ((double) k * (n - k));
        }
        return gains;
    }

    private static double longRunVariance(double[] series, int split, int blockSize) {
        double before = Arrays.stream(series, 0, split).sum() / split;
        double after = Arrays.stream(series, split, series.length).sum() / (series.length - split);
        double squares = 0;
        for (int from = 0; from < series.length; from += blockSize) {
            double block = 0;
            for (int i = from; i < Math.min(from + blockSize, series.length); i++) {
                block += series[i] - (i < split ? before : after);
            }
            squares += block * block;
        }
        return squares / series.length;
    }
}
