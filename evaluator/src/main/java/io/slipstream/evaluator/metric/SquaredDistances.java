package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * The squared Euclidean distances of queries to every row of a bank, in double precision, a query at a time.
 *
 * <p>Differences are squared and summed as they are, not expanded into inner products, so that close rows far from the
 * origin keep their distance. The bank is held transposed, so that the innermost loop runs along memory.
 */
public final class SquaredDistances {

    private static final int TILE = 512;

    private final int bankSize;
    private final double[][] columns;

    /** Distances to the rows of a bank, which is copied. */
    public SquaredDistances(Embeddings bank) {
        bankSize = bank.count();
        columns = new double[bank.dim()][bankSize];
        float[] values = bank.values();
        for (int row = 0; row < bankSize; row++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][row] = values[row * columns.length + c];
            }
        }
    }

    /**
     * Writes the squared distances of one row to the first {@code count} rows of the bank.
     *
     * @param queries of the dimension of the bank
     * @param row of the queries
     * @param count at most the rows of the bank
     * @param distances overwritten from the front
     */
    public void of(Embeddings queries, int row, int count, double[] distances) {
        float[] q = queries.values();
        int at = row * columns.length;
        for (int tile = 0; tile < count; tile += TILE) {
            int end = Math.min(tile + TILE, count);
            Arrays.fill(distances, tile, end, 0);
            int c = 0;
            for (; c + 4 <= columns.length; c += 4) {
                addFour(distances, tile, end, c, q[at + c], q[at + c + 1], q[at + c + 2], q[at + c + 3]);
            }
            for (; c < columns.length; c++) {
                addOne(distances, tile, end, columns[c], q[at + c]);
            }
        }
    }

    private void addFour(double[] sums, int from, int to, int c, double q0, double q1, double q2, double q3) {
        double[] c0 = columns[c];
        double[] c1 = columns[c + 1];
        double[] c2 = columns[c + 2];
        double[] c3 = columns[c + 3];
        for (int j = from; j < to; j++) {
            double d0 = q0 - c0[j];
            double d1 = q1 - c1[j];
            double d2 = q2 - c2[j];
            double d3 = q3 - c3[j];
            sums[j] += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
        }
    }

    private static void addOne(double[] sums, int from, int to, double[] column, double q) {
        for (int j = from; j < to; j++) {
            double difference = q - column[j];
            sums[j] += difference * difference;
        }
    }
}
