package io.slipstream.evaluator.metric;

/**
 * How far the embeddings have collapsed to a point: {@code max(0, 1 - sqrt(d) * mean_j std_j)} of the L2-normalized
 * embeddings, 0 (spread evenly over the sphere) to 1 (all equal).
 *
 * <p>A direction drawn evenly from the sphere in d dimensions has standard deviation {@code 1 / sqrt(d)} in each of them.
 * The standard deviation is the unbiased one (n - 1), as in the reference.
 *
 * <p>Source: SimSiam, 2021, arXiv:2011.10566, section 4.1; {@code lightly/utils/debug.py}, {@code std_of_l2_normalized}.
 */
public final class CollapseLevel {

    private CollapseLevel() {}

    /**
     * The collapse level of a set of embeddings.
     *
     * @param embeddings at least two rows, finite
     * @return 0..1
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public static double of(Embeddings embeddings) {
        return Math.max(0, 1 - spread(embeddings));
    }

    /**
     * How far the L2-normalized embeddings spread, {@code sqrt(d) * mean_j std_j}: 0 (all equal) to about 1 (evenly over
     * the sphere).
     *
     * @param embeddings at least two rows, finite
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public static double spread(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        if (n < 2) {
            throw new IllegalArgumentException("a standard deviation needs at least 2 embeddings, found " + n);
        }
        float[] unit = embeddings.normalized().values();
        double[] mean = new double[d];
        for (int i = 0; i < unit.length; i++) {
            mean[i % d] += unit[i] / (double) n;
        }
        double[] squares = new double[d];
        for (int i = 0; i < unit.length; i++) {
            double deviation = unit[i] - mean[i % d];
            squares[i % d] += deviation * deviation;
        }
        double sumOfStd = 0;
        for (double s : squares) {
            sumOfStd += Math.sqrt(s / (n - 1));
        }
        return Math.sqrt(d) * sumOfStd / d;
    }
}
