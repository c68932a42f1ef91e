package io.slipstream.evaluator.drift;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Streams without drift, for simulation: what a statistic finds in one window after the other. Immutable. */
public interface QuietStream {

    /** The mean effect. */
    double mean();

    /** The variance of the effect, with n - 1 in the denominator. */
    double variance();

    /**
     * One such stream, endless.
     *
     * @param random where it begins and what its windows are
     */
    Supplier<Observation> begin(SplittableRandom random);
}
