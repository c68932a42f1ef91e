package io.slipstream.evaluator.metric;

/**
 * The k nearest neighbours of every embedding among the others, by cosine similarity.
 *
 * <p>Of equally similar rows the lower comes first. Similarities are computed in single precision. Cost: {@code n^2 dim}.
 */
public final class Neighbours {

    private static final int BLOCK = 16;

    private Neighbours() {}

    /**
     * The neighbours of every row, most similar first, never the row itself.
     *
     * @param embeddings more than k rows, finite
     * @param k at least 1
     * @return {@code rows x k} rows
     * @throws IllegalArgumentException if k is below 1 or there are not more than k rows
     */
    public static int[][] of(Embeddings embeddings, int k) {
        return of(embeddings, embeddings, k);
    }

    /**
     * The neighbours of every query among the rows of a bank, most similar first, never the row of the same number.
     *
     * @param queries as many rows as the bank, of the same dimension; row i of both belongs to the same image
     * @param bank more than k rows, finite
     * @param k at least 1
     * @return {@code rows x k} rows of the bank
     * @throws IllegalArgumentException if k is below 1, there are not more than k rows, or the shapes differ
     */
    public static int[][] of(Embeddings queries, Embeddings bank, int k) {
        int n = bank.count();
        if (k < 1 || n <= k) {
            throw new IllegalArgumentException(
                    "expected k >= 1 and more than k rows, found k " + k + " and " + n + " rows");
        }
        if (queries.count() != n || queries.dim() != bank.dim()) {
            throw new IllegalArgumentException("expected queries of " + n + " x " + bank.dim() + " as the bank, found "
                    + queries.count() + " x " + queries.dim());
        }
        Embeddings unit = queries.normalized();
        Similarities similarities = new Similarities(queries == bank ? unit : bank.normalized());
        Nearest nearest = new Nearest(k);
        int[][] neighbours = new int[n][];
        for (int from = 0; from < n; from += BLOCK) {
            float[][] block = new float[Math.min(BLOCK, n - from)][n];
            similarities.of(unit, from, block);
            for (int i = 0; i < block.length; i++) {
                nearest.clear();
                for (int row = 0; row < n; row++) {
                    if (row != from + i) {
                        nearest.offer(block[i][row], row);
                    }
                }
                neighbours[from + i] = nearest.rows();
            }
        }
        return neighbours;
    }
}
