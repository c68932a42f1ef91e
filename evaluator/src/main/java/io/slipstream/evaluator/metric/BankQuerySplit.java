package io.slipstream.evaluator.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which rows of a labelled set vote (the bank) and which are classified (the queries): one fifth of every class is
 * queried.
 */
public final class BankQuerySplit {

    /** One in so many images of a class is a query. */
    private static final int QUERY_SHARE = 5;

    private final int[] bank;
    private final int[] query;

    private BankQuerySplit(int[] bank, int[] query) {
        this.bank = bank;
        this.query = query;
    }

    /** Rows that vote, ascending; the array itself. */
    public int[] bank() {
        return bank;
    }

    /** Rows that are classified, ascending; the array itself. Disjoint from the bank, and together with it every row. */
    public int[] query() {
        return query;
    }

    /**
     * The split of a labelled set, the same for the same labels and seed.
     *
     * @param labels class of every row, 0..classes-1
     * @param classes number of classes; each has at least 2 rows, and so at least one on either side
     * @param seed of the shuffle within each class
     * @throws IllegalArgumentException if a class has fewer than 2 rows
     */
    public static BankQuerySplit stratified(int[] labels, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] isQuery = new boolean[labels.length];
        int queries = 0;
        for (int label = 0; label < classes; label++) {
            int[] rows = rowsOf(label, labels);
            if (rows.length < 2) {
                throw new IllegalArgumentException(
                        "expected at least 2 rows of every class, found " + rows.length + " of class " + label);
            }
            Shuffle.inPlace(rows, random);
            int share = Math.max(1, Math.round(rows.length / (float) QUERY_SHARE));
            for (int i = 0; i < share; i++) {
                isQuery[rows[i]] = true;
            }
            queries += share;
        }
        return separate(isQuery, queries);
    }

    private static int[] rowsOf(int label, int[] labels) {
        int[] rows = new int[labels.length];
        int found = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] == label) {
                rows[found++] = row;
            }
        }
        return Arrays.copyOf(rows, found);
    }

    private static BankQuerySplit separate(boolean[] isQuery, int queries) {
        int[] bank = new int[isQuery.length - queries];
        int[] query = new int[queries];
        int inBank = 0;
        int inQuery = 0;
        for (int row = 0; row < isQuery.length; row++) {
            if (isQuery[row]) {
                query[inQuery++] = row;
            } else {
                bank[inBank++] = row;
            }
        }
        return new BankQuerySplit(bank, query);
    }
}
