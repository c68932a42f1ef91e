package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * A weighted nearest-neighbour classifier on frozen embeddings: how well they separate classes they were never told of.
 *
 * <p>The k rows of the bank with the largest cosine similarity vote for their class with weight {@code exp(similarity /
 * T)}. Equally similar rows are taken in the order of the bank, and equal votes go to the lowest class, so that the same
 * embeddings always give the same score. Weights are computed relative to the nearest row, which changes no comparison
 * and keeps a small T from overflowing.
 *
 * <p>Source: instance discrimination, 2018, arXiv:1805.01978, section 3.4; {@code lightly/utils/benchmarking/knn.py};
 * {@code dino/eval_knn.py}.
 *
 * @param k neighbours that vote, at least 1 and at most the size of the bank
 * @param temperature T of the votes, above 0; 0.1 on small images in the reference
 */
public record KnnProbe(int k, double temperature) {

    /** Neighbours in the reference, where the bank is large. */
    private static final int MOST_NEIGHBOURS = 200;

    private static final int BLOCK = 16;

    /** @throws IllegalArgumentException if k or temperature are out of range */
    public KnnProbe {
        if (k < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException(
                    "expected k >= 1 and temperature > 0, found k " + k + " and temperature " + temperature);
        }
    }

    /** The k for a bank of the given size: 200, or a tenth of the bank if that is smaller, and at least 1. */
    public static int neighboursFor(int bankSize) {
        return Math.max(1, Math.min(MOST_NEIGHBOURS, bankSize / 10));
    }

    /**
     * The share of queries whose class the vote names.
     *
     * @param embeddings one row per labelled image, finite
     * @param labels class of every row, 0..classes-1
     * @param split which rows vote and which are classified; at least one query
     * @return 0..1
     */
    public double top1(Embeddings embeddings, int[] labels, int classes, BankQuerySplit split) {
        int[] bankLabels = new int[split.bank().length];
        for (int i = 0; i < bankLabels.length; i++) {
            bankLabels[i] = labels[split.bank()[i]];
        }
        int[] predictions = predict(embeddings.rows(split.bank()), bankLabels, classes, embeddings.rows(split.query()));
        int right = 0;
        for (int i = 0; i < predictions.length; i++) {
            if (predictions[i] == labels[split.query()[i]]) {
                right++;
            }
        }
        return right / (double) predictions.length;
    }

    /**
     * The class of each query by weighted vote.
     *
     * @param bank embeddings that vote, not necessarily normalized
     * @param bankLabels class of every row of the bank, 0..classes-1
     * @param queries embeddings to classify, of the same dimension
     * @return one class per query
     * @throws IllegalArgumentException if the bank has fewer than k rows, or the shapes do not match
     */
    public int[] predict(Embeddings bank, int[] bankLabels, int classes, Embeddings queries) {
        if (bank.count() < k || bank.count() != bankLabels.length || bank.dim() != queries.dim()) {
            throw new IllegalArgumentException("expected a bank of at least " + k + " labelled rows and queries of its"
                    + " dimension, found " + bank.count() + " rows of dimension " + bank.dim() + ", "
                    + bankLabels.length + " labels, and queries of dimension " + queries.dim());
        }
        Similarities similarities = new Similarities(bank.normalized());
        Embeddings unitQueries = queries.normalized();
        int[] predictions = new int[queries.count()];
        Nearest nearest = new Nearest(k);
        double[] votes = new double[classes];
        for (int from = 0; from < predictions.length; from += BLOCK) {
            float[][] block = new float[Math.min(BLOCK, predictions.length - from)][bank.count()];
            similarities.of(unitQueries, from, block);
            for (int i = 0; i < block.length; i++) {
                predictions[from + i] = vote(block[i], bankLabels, nearest, votes);
            }
        }
        return predictions;
    }

    private int vote(float[] similarity, int[] bankLabels, Nearest nearest, double[] votes) {
        nearest.clear();
        for (int row = 0; row < similarity.length; row++) {
            nearest.offer(similarity[row], row);
        }
        int[] rows = nearest.rows();
        Arrays.fill(votes, 0);
        for (int row : rows) {
            votes[bankLabels[row]] += Math.exp((similarity[row] - similarity[rows[0]]) / temperature);
        }
        int best = 0;
        for (int c = 1; c < votes.length; c++) {
            if (votes[c] > votes[best]) {
                best = c;
            }
        }
        return best;
    }
}
