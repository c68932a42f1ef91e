package io.slipstream.evaluator.drift;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The choice of an {@link AlarmRule}'s threshold such that, without drift, alarms are a declared number of windows apart.
 *
 * <p>Streams without drift are simulated by a {@link QuietStream} of the reference; the threshold is found by
 * bisection on the same streams, and the run length it is declared with is measured on fresh ones.
 *
 * <p>Source: expected run time as the dial of a detector, and simulation on the reference, Cobb et al., 2022,
 * arXiv:2108.00883.
 *
 * @param targetRunLength windows between false alarms that are asked for, above 1
 * @param streams simulated, at least 100; the declared run length has a relative error of about {@code 1 / sqrt(streams)}
 */
public record Calibration(double targetRunLength, int streams) {

    private static final double HIGHEST_DEVIATIONS = 64;
    private static final int BISECTIONS = 12;

    /** Streams are cut at so many times the target, which fewer than one in a million reaches. */
    private static final double LONGEST = 20;

    /** @throws IllegalArgumentException if a number is out of range */
    public Calibration {
        if (!(targetRunLength > 1) || streams < 100) {
            throw new IllegalArgumentException("expected a run length above 1 and at least 100 streams, found "
                    + targetRunLength + " and " + streams);
        }
    }

    /**
     * A rule with what it promises.
     *
     * @param rule with the threshold that was found
     * @param expectedRunLength windows up to and including the first false alarm, on average; longer than asked for if the
     *     rule's significance level alone makes alarms rarer
     * @param standardError of that average
     */
    public record Declared(AlarmRule rule, double expectedRunLength, double standardError) {}

    /**
     * Chooses the threshold of a rule.
     *
     * @param rule whose {@code deviations} are replaced
     * @param quiet what streams without drift are like
     * @param random seeds the streams
     */
    public Declared declare(AlarmRule rule, QuietStream quiet, SplittableRandom random) {
        long seed = random.nextLong();
        double low = 0;
        double high = 0;
        if (tooShort(rule.withDeviations(0), quiet, seed)) {
            high = 1;
            while (high < HIGHEST_DEVIATIONS && tooShort(rule.withDeviations(high), quiet, seed)) {
                low = high;
                high *= 2;
            }
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                if (tooShort(rule.withDeviations(middle), quiet, seed)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
        }
        AlarmRule chosen = rule.withDeviations(high);
        double[] lengths = runLengths(chosen, quiet, random.nextLong());
        double mean = mean(lengths);
        double squares = 0;
        for (double length : lengths) {
            squares += (length - mean) * (length - mean);
        }
        return new Declared(chosen, mean, Math.sqrt(squares / (streams - 1) / streams));
    }

    private boolean tooShort(AlarmRule rule, QuietStream quiet, long seed) {
        return mean(runLengths(rule, quiet, seed)) < targetRunLength;
    }

    private double[] runLengths(AlarmRule rule, QuietStream quiet, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] lengths = new double[streams];
        for (int i = 0; i < streams; i++) {
            lengths[i] = runLength(rule, quiet, random.split());
        }
        return lengths;
    }

    private double runLength(AlarmRule rule, QuietStream quiet, SplittableRandom random) {
        AlarmState state = rule.start(quiet);
        Supplier<Observation> windows = quiet.begin(random);
        for (int window = 1; window < LONGEST * targetRunLength; window++) {
            AlarmRule.Verdict verdict = rule.judge(state, windows.get());
            if (verdict.alarm()) {
                return window;
            }
            state = verdict.state();
        }
        return LONGEST * targetRunLength;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
