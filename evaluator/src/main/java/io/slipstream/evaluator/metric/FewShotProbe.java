package io.slipstream.evaluator.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A linear classifier fitted on a handful of labelled images per class: what the embeddings are worth to somebody who has
 * few labels.
 *
 * <p>Each repetition draws {@code shots} rows of every class from the bank without replacement, fits {@link
 * LogisticRegression} and classifies all queries; the score is the mean over the repetitions. The queries are the same
 * each time, so the deviation is that of the choice of examples alone.
 *
 * @param shots examples per class, at least 1; the bank has at least as many of each
 * @param repetitions draws, at least 2
 * @param inverseStrength C of the regression, above 0
 */
public record FewShotProbe(int shots, int repetitions, double inverseStrength) {

    /** @throws IllegalArgumentException if a number is out of range */
    public FewShotProbe {
        if (shots < 1 || repetitions < 2 || !(inverseStrength > 0)) {
            throw new IllegalArgumentException("expected shots >= 1, repetitions >= 2 and C > 0, found " + shots + ", "
                    + repetitions + " and " + inverseStrength);
        }
    }

    /**
     * The accuracy over the repetitions.
     *
     * @param mean 0..1
     * @param deviation between repetitions, with repetitions - 1 in the denominator
     */
    public record Score(double mean, double deviation) {}

    /**
     * Draws, fits and classifies.
     *
     * @param embeddings one row per labelled image, finite
     * @param labels class of every row, 0..classes-1
     * @param split which rows examples are drawn from, and which are classified; at least one query
     * @param random draws the examples
     * @throws IllegalArgumentException if the bank has fewer than {@code shots} rows of a class
     */
    public Score evaluate(
            Embeddings embeddings, int[] labels, int classes, BankQuerySplit split, SplittableRandom random) {
        Embeddings queries = embeddings.rows(split.query());
        double[] accuracies = new double[repetitions];
        double sum = 0;
        for (int r = 0; r < repetitions; r++) {
            int[] examples = draw(labels, classes, split.bank(), random);
            int[] exampleLabels =
                    Arrays.stream(examples).map(row -> labels[row]).toArray();
            int[] predictions = LogisticRegression.DEFAULT
                    .fit(embeddings.rows(examples), exampleLabels, classes, inverseStrength)
                    .classifier()
                    .predict(queries);
            int right = 0;
            for (int i = 0; i < predictions.length; i++) {
                if (predictions[i] == labels[split.query()[i]]) {
                    right++;
                }
            }
            accuracies[r] = right / (double) predictions.length;
            sum += accuracies[r];
        }
        double mean = sum / repetitions;
        double squares = 0;
        for (double accuracy : accuracies) {
            squares += (accuracy - mean) * (accuracy - mean);
        }
        return new Score(mean, Math.sqrt(squares / (repetitions - 1)));
    }

    /** The first {@code shots} of every class in a random order of the bank. */
    private int[] draw(int[] labels, int classes, int[] bank, SplittableRandom random) {
        int[] order = bank.clone();
        Shuffle.inPlace(order, random);
        int[] drawn = new int[classes];
        int[] examples = new int[classes * shots];
        int found = 0;
        for (int row : order) {
            if (drawn[labels[row]] < shots) {
                drawn[labels[row]]++;
                examples[found++] = row;
            }
        }
        if (found < examples.length) {
            throw new IllegalArgumentException("expected at least " + shots + " rows of every class in the bank, found "
                    + Arrays.toString(drawn) + " by class");
        }
        return examples;
    }
}
