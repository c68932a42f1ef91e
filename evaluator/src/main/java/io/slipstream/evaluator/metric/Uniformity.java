package io.slipstream.evaluator.metric;

/**
 * How evenly the embeddings cover the sphere: {@code ln mean_{i<j} exp(-2 |x_i - x_j|^2)} of the L2-normalized rows, 0 (all
 * equal) down to about -4 (spread evenly in many dimensions). Lower is more uniform.
 *
 * <p>Cost: {@code n^2 dim / 2}.
 *
 * <p>Source: Wang and Isola, 2020, arXiv:2005.10242, equation 5 with t = 2.
 */
public final class Uniformity {

    private static final double T = 2;

    private Uniformity() {}

    /**
     * The uniformity of a set of embeddings.
     *
     * @param embeddings at least two rows, finite
     * @return at most 0
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public static double of(Embeddings embeddings) {
        int n = embeddings.count();
        if (n < 2) {
            throw new IllegalArgumentException("uniformity needs at least 2 embeddings, found " + n);
        }
        Embeddings unit = embeddings.normalized();
        SquaredDistances squaredDistances = new SquaredDistances(unit);
        double[] distances = new double[n];
        double sum = 0;
        for (int i = 1; i < n; i++) {
            squaredDistances.of(unit, i, i, distances);
            for (int j = 0; j < i; j++) {
                sum += Math.exp(-T * distances[j]);
            }
        }
        return Math.log(sum / (n * (n - 1.0) / 2));
    }
}
