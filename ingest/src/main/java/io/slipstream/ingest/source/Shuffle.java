package io.slipstream.ingest.source;

import java.util.SplittableRandom;

/** A random order of the numbers below n: the same for the same seed (Fisher and Yates). */
final class Shuffle {

    private Shuffle() {}

    static int[] order(int n, long seed) {
        int[] order = new int[n];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
