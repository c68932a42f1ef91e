package io.slipstream.trainer.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A random stream that can be read at any position: (seed, purpose, counters) name a generator.
 *
 * <p>There is no hidden state to save or restore: a run that resumes at step 1,000 draws what it would have drawn had it
 * never stopped, and streams of different purposes do not disturb one another.
 *
 * <p>Immutable and thread-safe; the generators it returns are neither. Mixing function: SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16).
 *
 * @param seed seed of the run
 * @param purpose what the draws are for, for instance {@code replay}
 */
public record RandomStream(long seed, String purpose) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Returns a fresh generator for one position, for instance {@code at(step, index)}. */
    public RandomGenerator at(long... counters) {
        long state = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ (purpose.charAt(i) * GOLDEN_GAMMA));
        }
        for (long counter : counters) {
            state = mix(state + GOLDEN_GAMMA + mix(counter + GOLDEN_GAMMA));
        }
        return new SplittableRandom(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
