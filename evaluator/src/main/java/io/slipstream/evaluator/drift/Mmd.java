package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.SquaredDistances;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The squared maximum mean discrepancy between a fixed reference and windows, unbiased, and which images of a window pull
 * it away.
 *
 * <p>{@code mean_{i != j} k(x_i, x_j) + mean_{i != j} k(y_i, y_j) - 2 mean_{i, j} k(x_i, y_j)} for reference rows x and
 * window rows y. About 0, and negative half of the time, for a window from the reference's distribution; for the Gaussian
 * kernel at most 2. The sums over the reference are taken once. Immutable. Cost of a window of n rows: {@code (m + n / 2) n
 * dim}.
 *
 * <p>Source: Gretton et al., 2012, JMLR 13, equation 3; the witness function, section 2.3 there.
 */
public final class Mmd {

    private final RbfKernel kernel;
    private final Embeddings reference;
    private final SquaredDistances toReference;
    private final double withinReference;

    /**
     * The discrepancy from a reference.
     *
     * @param reference at least two rows, finite
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public Mmd(RbfKernel kernel, Embeddings reference) {
        this.kernel = kernel;
        this.reference = reference;
        toReference = new SquaredDistances(reference);
        double sum = 0;
        for (double similarity : meanSimilarityToOthers(reference, toReference)) {
            sum += similarity;
        }
        withinReference = sum / reference.count();
    }

    /**
     * The discrepancy of a window, unbiased.
     *
     * @param window at least two rows of the reference's dimension, finite
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public double unbiased(Embeddings window) {
        double[] within = meanSimilarityToOthers(window, new SquaredDistances(window));
        double[] between = meanSimilarityToReference(window);
        double sum = 0;
        for (int i = 0; i < within.length; i++) {
            sum += within[i] - 2 * between[i];
        }
        return withinReference + sum / window.count();
    }

    /**
     * The witness function at every row of a window: how much more similar it is to the rest of the window than to the
     * reference. The larger, the more it pulls the window away.
     *
     * @param window at least two rows of the reference's dimension, finite
     * @return one number per row, -1..1
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public double[] witness(Embeddings window) {
        double[] witness = meanSimilarityToOthers(window, new SquaredDistances(window));
        double[] between = meanSimilarityToReference(window);
        for (int i = 0; i < witness.length; i++) {
            witness[i] -= between[i];
        }
        return witness;
    }

    /** The rows of a window with the largest {@link #witness}, largest first; at most {@code count} of them. */
    public List<Integer> mostDrifted(Embeddings window, int count) {
        double[] witness = witness(window);
        return IntStream.range(0, witness.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -witness[row]))
                .limit(count)
                .toList();
    }

    private double[] meanSimilarityToReference(Embeddings window) {
        int m = reference.count();
        double[] distances = new double[m];
        double[] similarities = new double[window.count()];
        for (int row = 0; row < similarities.length; row++) {
            toReference.of(window, row, m, distances);
            for (double distance : distances) {
                similarities[row] += kernel.at(distance) / m;
            }
        }
        return similarities;
    }

    private double[] meanSimilarityToOthers(Embeddings rows, SquaredDistances toRows) {
        int n = rows.count();
        if (n < 2) {
            throw new IllegalArgumentException("a discrepancy needs at least 2 embeddings on either side, found " + n);
        }
        double[] distances = new double[n];
        double[] similarities = new double[n];
        for (int i = 1; i < n; i++) {
            toRows.of(rows, i, i, distances);
            for (int j = 0; j < i; j++) {
                double similarity = kernel.at(distances[j]) / (n - 1);
                similarities[i] += similarity;
                similarities[j] += similarity;
            }
        }
        return similarities;
    }
}
