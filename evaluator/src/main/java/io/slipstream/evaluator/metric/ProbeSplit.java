package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * Which rows of a labelled set a probe is fitted on, chosen by, and reported on.
 *
 * @param train rows the classifiers are fitted on
 * @param validation rows the regularization is chosen by
 * @param test rows the score is reported on; the queries of the nearest-neighbour probe, so that both judge the same images
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record ProbeSplit(int[] train, int[] validation, int[] test) {

    /**
     * The queries of a split as the test part, and one fifth of every class of its bank as the validation part.
     *
     * @param labels class of every row, 0..classes-1; the bank has at least 2 rows of each
     * @param seed of the division of the bank
     * @throws IllegalArgumentException if the bank has fewer than 2 rows of a class
     */
    public static ProbeSplit of(BankQuerySplit split, int[] labels, int classes, long seed) {
        int[] bank = split.bank();
        int[] bankLabels = Arrays.stream(bank).map(row -> labels[row]).toArray();
        BankQuerySplit inner = BankQuerySplit.stratified(bankLabels, classes, seed);
        return new ProbeSplit(
                Arrays.stream(inner.bank()).map(i -> bank[i]).toArray(),
                Arrays.stream(inner.query()).map(i -> bank[i]).toArray(),
                split.query());
    }
}
