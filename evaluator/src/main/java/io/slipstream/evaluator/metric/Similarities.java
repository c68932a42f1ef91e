package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * The inner products of queries with every row of a bank, computed a block of queries at a time.
 *
 * <p>The bank is held transposed, so that the innermost loop adds four scaled rows to a row of results, which the
 * compiler turns into vector instructions; a plain dot product it may not, since the order of its additions is fixed.
 * Columns are worked on in tiles that stay in the first-level cache.
 */
final class Similarities {

    private static final int TILE = 1024;

    private final int dim;
    private final int bankSize;
    private final float[][] columns;

    Similarities(Embeddings bank) {
        dim = bank.dim();
        bankSize = bank.count();
        columns = new float[dim][bankSize];
        float[] values = bank.values();
        for (int row = 0; row < bankSize; row++) {
            for (int c = 0; c < dim; c++) {
                columns[c][row] = values[row * dim + c];
            }
        }
    }

    /**
     * Adds the inner products of {@code rows} queries with the bank to zeroed results.
     *
     * @param queries of the same dimension as the bank
     * @param from first query
     * @param results one array of bank size for each of the queries {@code from..from + results.length - 1}; overwritten
     */
    void of(Embeddings queries, int from, float[][] results) {
        for (float[] result : results) {
            Arrays.fill(result, 0f);
        }
        float[] q = queries.values();
        for (int tile = 0; tile < bankSize; tile += TILE) {
            int end = Math.min(tile + TILE, bankSize);
            int c = 0;
            for (; c + 4 <= dim; c += 4) {
                for (int i = 0; i < results.length; i++) {
                    int at = (from + i) * dim + c;
                    addFour(results[i], tile, end, c, q[at], q[at + 1], q[at + 2], q[at + 3]);
                }
            }
            for (; c < dim; c++) {
                for (int i = 0; i < results.length; i++) {
                    addOne(results[i], tile, end, columns[c], q[(from + i) * dim + c]);
                }
            }
        }
    }

    private void addFour(float[] result, int from, int to, int c, float q0, float q1, float q2, float q3) {
        float[] c0 = columns[c];
        float[] c1 = columns[c + 1];
        float[] c2 = columns[c + 2];
        float[] c3 = columns[c + 3];
        for (int j = from; j < to; j++) {
            result[j] += q0 * c0[j] + q1 * c1[j] + q2 * c2[j] + q3 * c3[j];
        }
    }

    private static void addOne(float[] result, int from, int to, float[] column, float q) {
        for (int j = from; j < to; j++) {
            result[j] += q * column[j];
        }
    }
}
