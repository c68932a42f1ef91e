package io.slipstream.evaluator.metric;

/**
 * The mean and the standard deviation of every dimension of a set of embeddings (n in the denominator).
 *
 * <p>A dimension that is constant to within rounding has deviation 1, so that dividing by it changes nothing.
 *
 * <p>Source: scikit-learn's {@code StandardScaler}.
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
record Standardization(double[] mean, double[] deviation) {

    static Standardization of(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        double[] mean = Scatter.mean(embeddings);
        double[] deviation = new double[d];
        float[] values = embeddings.values();
        for (int row = 0; row < n; row++) {
            for (int j = 0; j < d; j++) {
                double difference = values[row * d + j] - mean[j];
                deviation[j] += difference * difference;
            }
        }
        for (int j = 0; j < d; j++) {
            double variance = deviation[j] / n;
            double rounding = n * Math.ulp(1.0) * Math.abs(mean[j]);
            deviation[j] = variance <= rounding * rounding ? 1 : Math.sqrt(variance);
        }
        return new Standardization(mean, deviation);
    }
}
