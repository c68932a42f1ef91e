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
        int[][] inA = Neighbours.of(a, k);
        int[][] inB = Neighbours.of(b, k);
        long shared = 0;
        for (int row = 0; row < inA.length; row++) {
            Arrays.sort(inA[row]);
            for (int neighbour : inB[row]) {
                if (Arrays.binarySearch(inA[row], neighbour) >= 0) {
                    shared++;
                }
            }
        }
        return shared / ((double) k * a.count());
    }
}
