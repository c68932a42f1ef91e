package io.slipstream.evaluator.metric;

/**
 * The scatter matrix of two sets of embeddings of the same images: {@code sum_i (a_i - mean(a)) (b_i - mean(b))^T}.
 *
 * <p>Divided by {@code n - 1} it is their cross-covariance; of a set with itself, the covariance. Rows are centred before
 * they are multiplied, so that a large common mean costs no precision, and everything is summed in double precision.
 * Cost: {@code n * dim(a) * dim(b)}.
 */
public final class Scatter {

    /** Rows added at a time, so that each element of the result is loaded and stored once for four products. */
    private static final int ROWS = 4;

    private Scatter() {}

    /**
     * The mean of every column.
     *
     * @param embeddings at least one row
     * @return one number per dimension
     * @throws IllegalArgumentException if there are no rows
     */
    public static double[] mean(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        if (n == 0) {
            throw new IllegalArgumentException("a mean needs at least 1 embedding, found 0");
        }
        float[] values = embeddings.values();
        double[] mean = new double[d];
        for (int row = 0; row < n; row++) {
            for (int j = 0; j < d; j++) {
                mean[j] += values[row * d + j];
            }
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= n;
        }
        return mean;
    }

    /** The scatter matrix of a set with itself, {@code dim x dim}, symmetric. */
    public static double[][] of(Embeddings embeddings) {
        return of(embeddings, embeddings);
    }

    /**
     * The scatter matrix of two sets.
     *
     * @param a at least one row
     * @param b as many rows as {@code a}; row i of both belongs to the same image
     * @return {@code dim(a) x dim(b)}
     * @throws IllegalArgumentException if the numbers of rows differ or are 0
     */
    public static double[][] of(Embeddings a, Embeddings b) {
        if (a.count() != b.count()) {
            throw new IllegalArgumentException(
                    "expected two sets of equally many rows, found " + a.count() + " and " + b.count());
        }
        double[] meanOfA = mean(a);
        double[] meanOfB = mean(b);
        double[][] scatter = new double[a.dim()][b.dim()];
        double[][] left = new double[ROWS][a.dim()];
        double[][] right = new double[ROWS][b.dim()];
        for (int from = 0; from < a.count(); from += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                center(a, from + r, meanOfA, left[r]);
                center(b, from + r, meanOfB, right[r]);
            }
            for (int i = 0; i < scatter.length; i++) {
                add(scatter[i], left[0][i], right[0], left[1][i], right[1], left[2][i], right[2], left[3][i], right[3]);
            }
        }
        return scatter;
    }

    /**
     * The squared distance of every row from the mean; their sum is the trace of the scatter matrix.
     *
     * @param embeddings at least one row
     * @return one number per row
     * @throws IllegalArgumentException if there are no rows
     */
    public static double[] squaredDeviations(Embeddings embeddings) {
        double[] mean = mean(embeddings);
        double[] squares = new double[embeddings.count()];
        for (int i = 0; i < embeddings.values().length; i++) {
            double deviation = embeddings.values()[i] - mean[i % mean.length];
            squares[i / mean.length] += deviation * deviation;
        }
        return squares;
    }

    /** A centred row; zeros behind the last one. */
    private static void center(Embeddings embeddings, int row, double[] mean, double[] centred) {
        int d = centred.length;
        boolean exists = row < embeddings.count();
        for (int j = 0; j < d; j++) {
            centred[j] = exists ? embeddings.values()[row * d + j] - mean[j] : 0;
        }
    }

    private static void add(
            double[] target,
            double w0,
            double[] r0,
            double w1,
            double[] r1,
            double w2,
            double[] r2,
            double w3,
            double[] r3) {
        for (int j = 0; j < target.length; j++) {
            target[j] += w0 * r0[j] + w1 * r1[j] + w2 * r2[j] + w3 * r3[j];
        }
    }
}
