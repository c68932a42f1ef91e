package io.slipstream.evaluator.drift;

/**
 * When drift is worth an alarm: when the effect exceeds a moving threshold, significantly, in enough of the last windows.
 *
 * <p>A window is exceptional if its effect is above {@code mean + deviations * sqrt(variance)} of the windows before it
 * <em>and</em> its p-value is at most alpha: tests alone report any difference once windows are large, and a threshold alone
 * any accident when they are small. Mean and variance forget exponentially and learn from ordinary windows only, so that
 * drift does not become the norm at once; they also absorb how far the reference itself is from what the stream usually is.
 * An alarm clears the memory of exceptional windows, so that the next one needs as many again. How often it alarms without
 * drift follows from {@code deviations}, which {@link Calibration} chooses.
 *
 * <p>Source of the moving average: Roberts, 1959, doi:10.1080/00401706.1959.10489860.
 *
 * @param needed exceptional windows for an alarm, at least 1
 * @param outOf so many last windows, {@code needed}..64
 * @param alpha significance level, above 0 and at most 1
 * @param forgetting weight of the newest window, above 0 and below 1; 0.05 remembers about the last 20
 * @param deviations how far above the mean the threshold is, in standard deviations, at least 0
 */
public record AlarmRule(int needed, int outOf, double alpha, double forgetting, double deviations) {

    /** @throws IllegalArgumentException if a number is out of range */
    public AlarmRule {
        if (needed < 1 || needed > outOf || outOf > Long.SIZE) {
            throw new IllegalArgumentException(
                    "expected 1 <= needed <= outOf <= 64, found " + needed + " out of " + outOf);
        }
        if (!(alpha > 0 && alpha <= 1) || !(forgetting > 0 && forgetting < 1) || !(deviations >= 0)) {
            throw new IllegalArgumentException("expected 0 < alpha <= 1, 0 < forgetting < 1 and deviations >= 0, found "
                    + alpha + ", " + forgetting + " and " + deviations);
        }
    }

    /**
     * What the rule says about one window.
     *
     * @param state to judge the next window with
     * @param threshold the effect was compared with
     * @param exceptional whether it was above, and significant
     * @param alarm whether enough of the last windows were
     */
    public record Verdict(AlarmState state, double threshold, boolean exceptional, boolean alarm) {}

    /** The same rule with another distance of the threshold. */
    public AlarmRule withDeviations(double otherDeviations) {
        return new AlarmRule(needed, outOf, alpha, forgetting, otherDeviations);
    }

    /** The state before the first window of a stream: what is known from the reference alone. */
    public AlarmState start(QuietStream quiet) {
        return new AlarmState(quiet.mean(), quiet.variance(), 0);
    }

    /** Judges the next window of a stream. */
    public Verdict judge(AlarmState state, Observation window) {
        double threshold = state.mean() + deviations * Math.sqrt(state.variance());
        boolean exceptional = window.effect() > threshold && window.pValue() <= alpha;
        long mask = outOf == Long.SIZE ? -1 : (1L << outOf) - 1;
        long recent = (state.recent() << 1 | (exceptional ? 1 : 0)) & mask;
        boolean alarm = Long.bitCount(recent) >= needed;
        double mean = state.mean();
        double variance = state.variance();
        if (!exceptional) {
            double difference = window.effect() - mean;
            mean += forgetting * difference;
            variance = (1 - forgetting) * (variance + forgetting * difference * difference);
        }
        return new Verdict(new AlarmState(mean, variance, alarm ? 0 : recent), threshold, exceptional, alarm);
    }
}
