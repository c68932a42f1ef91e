package io.slipstream.evaluator.drift;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's adjustment of p-values for their number: rejecting those that are at most alpha after it keeps the probability of
 * any false rejection at most alpha, whatever their dependence.
 *
 * <p>Source: Holm, 1979, Scandinavian Journal of Statistics 6; {@code p.adjust} of R.
 */
public final class Holm {

    private Holm() {}

    /** The adjusted p-values, in the given order, each at most 1. */
    public static double[] adjust(double[] pValues) {
        int[] ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            double multiplied = (ascending.length - rank) * pValues[ascending[rank]];
            largest = Math.max(largest, Math.min(1, multiplied));
            adjusted[ascending[rank]] = largest;
        }
        return adjusted;
    }
}
