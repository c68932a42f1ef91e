package io.slipstream.evaluator.metric;

/**
 * The quantile of a sample, interpolated linearly between order statistics.
 *
 * <p>Source: Hyndman and Fan, 1996, definition 7; the default of numpy's {@code quantile}.
 */
public final class Quantile {

    private Quantile() {}

    /**
     * The q-quantile.
     *
     * @param sorted ascending, at least one value
     * @param q 0..1
     * @throws IllegalArgumentException if there are no values or q is out of range
     */
    public static double of(double[] sorted, double q) {
        if (sorted.length == 0 || !(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException(
                    "expected at least 1 value and 0 <= q <= 1, found " + sorted.length + " values and q " + q);
        }
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
