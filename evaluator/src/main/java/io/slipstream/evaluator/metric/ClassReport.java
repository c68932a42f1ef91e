package io.slipstream.evaluator.metric;

/**
 * How a classifier did on every class: the confusion matrix, and what follows from it.
 *
 * <p>A ratio without cases is 0, as in scikit-learn: the precision of a class never predicted, the recall of one that does
 * not occur.
 */
public final class ClassReport {

    private final int[][] confusion;

    private ClassReport(int[][] confusion) {
        this.confusion = confusion;
    }

    /**
     * The report of a set of predictions.
     *
     * @param labels true class of every row, 0..classes-1
     * @param predictions class it was taken for, as many
     * @throws IllegalArgumentException if the numbers of labels and predictions differ
     */
    public static ClassReport of(int[] labels, int[] predictions, int classes) {
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException("expected one prediction per label, found " + predictions.length
                    + " predictions and " + labels.length + " labels");
        }
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][predictions[i]]++;
        }
        return new ClassReport(confusion);
    }

    /** How often class i was taken for class j, at {@code [i][j]}; the array itself. */
    public int[][] confusion() {
        return confusion;
    }

    /** Rows that truly are of the class. */
    public int support(int label) {
        int support = 0;
        for (int count : confusion[label]) {
            support += count;
        }
        return support;
    }

    /** Of the rows taken for the class, the share that are of it, 0..1. */
    public double precision(int label) {
        int predicted = 0;
        for (int[] row : confusion) {
            predicted += row[label];
        }
        return ratio(confusion[label][label], predicted);
    }

    /** Of the rows of the class, the share taken for it, 0..1. */
    public double recall(int label) {
        return ratio(confusion[label][label], support(label));
    }

    /** The harmonic mean of precision and recall, 0..1. */
    public double f1(int label) {
        double precision = precision(label);
        double recall = recall(label);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }
}
