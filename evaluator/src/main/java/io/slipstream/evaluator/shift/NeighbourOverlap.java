package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Neighbours;
import java.util.Arrays;

/**
 * The share of every image's k nearest neighbours (cosine) that two representations agree on, averaged over the images:
 * what a user of nearest-neighbour search notices.
 *
 * <p>1 if all agree; {@code k / (n - 1)} by chance. Cost: {@code n^2 dim}.
 */
public final class NeighbourOverlap {

    private NeighbourOverlap() {}

    /**
     * The overlap at k.
     *
     * @param a more than k rows, finite
     * @param b as many rows, of any dimension
     * @param k at least 1; 10 is customary
     * @return 0..1
     * @throws IllegalArgumentException if the numbers of rows differ or there are not more than k
     */
    public static double at(int k, Embeddings a, Embeddings b) {
        if (a.count() != b.count()) {
            throw new IllegalArgumentException(
                    "expected the same images on both sides, found " + a.count() + " and " + b.count());
        }
        return shared(Neighbours.of(a, k), Neighbours.of(b, k));
    }

    /**
     * The share of the nearest neighbours that are still found when the images have been embedded by the old encoder and
     * the queries by the new one: what is noticed by who changes the encoder and keeps the index. Unlike {@link #at}, a
     * rotation of the space counts as a change.
     *
     * @param k at least 1; 10 is customary
     * @param old more than k rows, finite
     * @param now as many rows, of the same dimension
     * @return 0..1
     * @throws IllegalArgumentException if the shapes differ or there are not more than k rows
     */
    public static double acrossAt(int k, Embeddings old, Embeddings now) {
        return shared(Neighbours.of(now, k), Neighbours.of(now, old, k));
    }

    /** The mean share of equal neighbours; sorts the rows of the first. */
    private static double shared(int[][] first, int[][] second) {
        long shared = 0;
        long all = 0;
        for (int row = 0; row < first.length; row++) {
            Arrays.sort(first[row]);
            for (int neighbour : second[row]) {
                if (Arrays.binarySearch(first[row], neighbour) >= 0) {
                    shared++;
                }
            }
            all += first[row].length;
        }
        return shared / (double) all;
    }
}
