package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The two-sample test of Kolmogorov and Smirnov: the largest difference between two empirical distribution functions, 0..1,
 * and the exact probability of one at least as large when both samples come from the same continuous distribution.
 *
 * <p>The p-value counts lattice paths that leave a corridor, in probabilities, so that it keeps its relative precision
 * however small it is; with ties it is conservative. Cost: the product of the sample sizes.
 *
 * <p>Source: Hodges, 1958, doi:10.1007/BF02589501; the recursion, Viehmann, 2021, arXiv:2102.08037.
 */
public final class KolmogorovSmirnov {

    private KolmogorovSmirnov() {}

    /**
     * Tests two samples; their order does not matter, and they are left as they are.
     *
     * @param a at least one number, finite
     * @param b at least one number, finite
     * @throws IllegalArgumentException if a sample is empty
     */
    public static Observation test(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 value in either sample, found " + a.length + " and " + b.length);
        }
        long distance = distance(sorted(a), sorted(b));
        double statistic = distance / ((double) a.length * b.length);
        return new Observation(statistic, probabilityOfLeaving(distance, a.length, b.length));
    }

    /**
     * One test per column, such as per principal component, with p-values adjusted for their number by {@link Holm}.
     *
     * @param a at least one row, finite
     * @param b at least one row of the same dimension, finite
     * @return one observation per dimension, in order, with adjusted p-values
     * @throws IllegalArgumentException if the dimensions differ or a set is empty
     */
    public static List<Observation> testColumns(Embeddings a, Embeddings b) {
        if (a.dim() != b.dim()) {
            throw new IllegalArgumentException("expected one dimension, found " + a.dim() + " and " + b.dim());
        }
        double[] statistics = new double[a.dim()];
        double[] pValues = new double[a.dim()];
        for (int j = 0; j < pValues.length; j++) {
            Observation observation = test(column(a, j), column(b, j));
            statistics[j] = observation.effect();
            pValues[j] = observation.pValue();
        }
        double[] adjusted = Holm.adjust(pValues);
        return IntStream.range(0, adjusted.length)
                .mapToObj(j -> new Observation(statistics[j], adjusted[j]))
                .toList();
    }

    private static double[] column(Embeddings embeddings, int column) {
        double[] values = new double[embeddings.count()];
        Arrays.setAll(values, row -> embeddings.values()[row * embeddings.dim() + column]);
        return values;
    }

    private static double[] sorted(double[] sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The largest difference times both sample sizes, an integer. */
    private static long distance(double[] a, double[] b) {
        long largest = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == value) {
                i++;
            }
            while (j < b.length && b[j] == value) {
                j++;
            }
            largest = Math.max(largest, Math.abs((long) i * b.length - (long) j * a.length));
        }
        return largest;
    }

    /**
     * The share of paths from (0, 0) to (m, n) that touch {@code |i n - j m| >= distance}. A path through (i, j) came from
     * (i - 1, j) with probability i / (i + j).
     */
    private static double probabilityOfLeaving(long distance, int m, int n) {
        double[] left = new double[n + 1];
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                if (Math.abs((long) i * n - (long) j * m) >= distance) {
                    left[j] = 1;
                } else if (i + j > 0) {
                    double fromBelow = j == 0 ? 0 : left[j - 1] * j;
                    left[j] = (left[j] * i + fromBelow) / (i + j);
                }
            }
        }
        return left[n];
    }
}
