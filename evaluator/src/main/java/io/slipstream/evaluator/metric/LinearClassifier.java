package io.slipstream.evaluator.metric;

/**
 * A linear classifier: the class of an embedding x is the largest component of {@code W x + b}, the lowest class of equal
 * ones.
 *
 * <p>Immutable as long as nobody writes to the arrays, which are not copied.
 *
 * @param weights W, {@code classes x dim}
 * @param biases b, one per class
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, compared with nothing
public record LinearClassifier(double[][] weights, double[] biases) {

    /**
     * The components of {@code W x + b} for every row.
     *
     * @param embeddings of the dimension of the weights
     * @return {@code rows x classes}
     * @throws IllegalArgumentException if the dimensions differ
     */
    public double[][] scores(Embeddings embeddings) {
        int d = embeddings.dim();
        if (d != weights[0].length) {
            throw new IllegalArgumentException(
                    "expected embeddings of dimension " + weights[0].length + ", found " + d);
        }
        float[] values = embeddings.values();
        double[][] scores = new double[embeddings.count()][biases.length];
        for (int row = 0; row < scores.length; row++) {
            for (int k = 0; k < biases.length; k++) {
                double score = biases[k];
                double[] w = weights[k];
                for (int j = 0; j < d; j++) {
                    score += w[j] * values[row * d + j];
                }
                scores[row][k] = score;
            }
        }
        return scores;
    }

    /** The class of every row, as {@link #scores} names it. */
    public int[] predict(Embeddings embeddings) {
        double[][] scores = scores(embeddings);
        int[] predictions = new int[scores.length];
        for (int row = 0; row < predictions.length; row++) {
            for (int k = 1; k < biases.length; k++) {
                if (scores[row][k] > scores[row][predictions[row]]) {
                    predictions[row] = k;
                }
            }
        }
        return predictions;
    }
}
