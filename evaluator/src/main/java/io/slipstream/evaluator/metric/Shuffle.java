package io.slipstream.evaluator.metric;

import java.util.SplittableRandom;

/** A random order, every one equally likely. */
public final class Shuffle {

    private Shuffle() {}

    /** Permutes the values: the algorithm of Fisher and Yates. */
    public static void inPlace(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
