package io.slipstream.evaluator.metric;

import java.util.List;

/**
 * What a learner knew of each of several domains after learning each of them, and what follows about forgetting.
 *
 * <p>{@code a[i][j]} is the accuracy on domain j of the snapshot taken when domain i ended; domains are in the order in
 * which the stream showed them. T is their number.
 *
 * <p>Sources: backward and forward transfer, GEM, 2017, arXiv:1706.08840, equations 3 and 4; forgetting, Chaudhry et al.,
 * 2018, arXiv:1801.10112, section 3; anytime accuracy, as continual self-supervised learning reports it, the mean over the
 * ends of domains of the accuracy on what was seen so far.
 */
public final class AccuracyMatrix {

    private final List<String> domains;
    private final double[][] accuracy;

    /**
     * A matrix over named domains; the array is not copied.
     *
     * @param domains names, distinct, in the order of the stream, at least one
     * @param accuracy {@code T x T}, 0..1
     * @throws IllegalArgumentException if names repeat or the shapes do not match
     */
    public AccuracyMatrix(List<String> domains, double[][] accuracy) {
        this.domains = List.copyOf(domains);
        this.accuracy = accuracy;
        int t = domains.size();
        if (t == 0 || domains.stream().distinct().count() != t) {
            throw new IllegalArgumentException("expected at least one domain and distinct names, found " + domains);
        }
        if (accuracy.length != t) {
            throw new IllegalArgumentException("expected " + t + " rows, found " + accuracy.length);
        }
        for (double[] row : accuracy) {
            if (row.length != t) {
                throw new IllegalArgumentException("expected rows of " + t + " accuracies, found " + row.length);
            }
        }
    }

    /** The names, in the order of the stream. */
    public List<String> domains() {
        return domains;
    }

    /** The mean accuracy over all domains at the end of the stream, 0..1. */
    public double finalAccuracy() {
        return meanOfFirst(accuracy[accuracy.length - 1], accuracy.length);
    }

    /** The mean, over the ends of domains, of the accuracy on the domains seen so far, 0..1. */
    public double averageAccuracy() {
        double sum = 0;
        for (int i = 0; i < accuracy.length; i++) {
            sum += meanOfFirst(accuracy[i], i + 1);
        }
        return sum / accuracy.length;
    }

    /**
     * How much later learning changed what was known when each domain ended: the mean over all but the last of {@code
     * a[T-1][j] - a[j][j]}, -1..1; negative when it hurt.
     *
     * @throws IllegalStateException if there is only one domain
     */
    public double backwardTransfer() {
        int last = lastOfSeveral();
        double sum = 0;
        for (int j = 0; j < last; j++) {
            sum += accuracy[last][j] - accuracy[j][j];
        }
        return sum / last;
    }

    /**
     * How much earlier learning helped with what was still to come: the mean over all but the first of {@code a[j-1][j] -
     * untrained[j]}, -1..1.
     *
     * @param untrained accuracy on every domain of the encoder before the stream began
     * @throws IllegalArgumentException if there is not one accuracy per domain
     * @throws IllegalStateException if there is only one domain
     */
    public double forwardTransfer(double[] untrained) {
        int last = lastOfSeveral();
        if (untrained.length != accuracy.length) {
            throw new IllegalArgumentException(
                    "expected " + accuracy.length + " accuracies of the untrained encoder, found " + untrained.length);
        }
        double sum = 0;
        for (int j = 1; j <= last; j++) {
            sum += accuracy[j - 1][j] - untrained[j];
        }
        return sum / last;
    }

    /**
     * How far one domain has fallen from the best it ever had before the stream's end, -1..1; negative when the end is the
     * best.
     *
     * @param domain index, not the last
     * @throws IndexOutOfBoundsException if it is the last or does not exist
     */
    public double forgetting(int domain) {
        int last = accuracy.length - 1;
        if (domain < 0 || domain >= last) {
            throw new IndexOutOfBoundsException("expected a domain of 0.." + (last - 1) + ", found " + domain);
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int i = domain; i < last; i++) {
            best = Math.max(best, accuracy[i][domain]);
        }
        return best - accuracy[last][domain];
    }

    /**
     * The mean of {@link #forgetting(int)} over all domains but the last.
     *
     * @throws IllegalStateException if there is only one domain
     */
    public double averageForgetting() {
        int last = lastOfSeveral();
        double sum = 0;
        for (int j = 0; j < last; j++) {
            sum += forgetting(j);
        }
        return sum / last;
    }

    private int lastOfSeveral() {
        if (accuracy.length < 2) {
            throw new IllegalStateException("transfer and forgetting need at least 2 domains, found " + domains);
        }
        return accuracy.length - 1;
    }

    private static double meanOfFirst(double[] row, int count) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += row[j];
        }
        return sum / count;
    }
}
