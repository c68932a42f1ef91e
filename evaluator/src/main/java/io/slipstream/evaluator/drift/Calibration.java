package io.slipstream.evaluator.drift;

import java.util.SplittableRandom;

/**
 * The choice of an {@link AlarmRule}'s threshold such that, without drift, alarms are a declared number of windows apart.
 *
 * <p>Streams without drift are simulated by drawing windows from a {@link NullDistribution}; the threshold is found by
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
    private static final int BISECTIONS = 30;

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
     * @param nullDistribution of the effect, of several times as many windows as the run length
     * @param random seeds the streams
     */
    public Declared declare(AlarmRule rule, NullDistribution nullDistribution, SplittableRandom random) {
        long seed = random.nextLong();
        double low = 0;
        double high = 0;
        if (tooShort(rule.withDeviations(0), nullDistribution, seed)) {
            high = 1;
            while (high < HIGHEST_DEVIATIONS && tooShort(rule.withDeviations(high), nullDistribution, seed)) {
                low = high;
                high *= 2;
            }
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                if (tooShort(rule.withDeviations(middle), nullDistribution, seed)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
        }
        AlarmRule chosen = rule.withDeviations(high);
        double[] lengths = runLengths(chosen, nullDistribution, random.nextLong());
        double mean = mean(lengths);
        double squares = 0;
        for (double length : lengths) {
            squares += (length - mean) * (length - mean);
        }
        return new Declared(chosen, mean, Math.sqrt(squares / (streams - 1) / streams));
    }

    private boolean tooShort(AlarmRule rule, NullDistribution nullDistribution, long seed) {
        return mean(runLengths(rule, nullDistribution, seed)) < targetRunLength;
    }

    private double[] runLengths(AlarmRule rule, NullDistribution nullDistribution, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] lengths = new double[streams];
        for (int i = 0; i < streams; i++) {
            lengths[i] = runLength(rule, nullDistribution, random.split());
        }
        return lengths;
    }

    private double runLength(AlarmRule rule, NullDistribution nullDistribution, SplittableRandom random) {
        AlarmState state = rule.start(nullDistribution);
        for (int window = 1; window < LONGEST * targetRunLength; window++) {
            AlarmRule.Verdict verdict = rule.judge(state, nullDistribution.draw(random));
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
