package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Calibration;
import io.slipstream.schemas.config.Key;

/** When drift is worth an alarm. */
public record AlarmConfig(
        @Key(doc = "Exceptional windows that make an alarm.", value = "2", min = 1, max = 64)
        int needed,

        @Key(doc = "Among so many last windows.", value = "3", min = 1, max = 64)
        int outOf,

        @Key(
                doc =
                        "Windows of one stream up to a false alarm, on average, that the threshold is calibrated to. So many"
                                + " streams, so many times as often is there one among them.",
                value = "2000",
                min = 2,
                max = 100_000)
        int runLength,

        @Key(
                doc = "A window is exceptional only if its p-value is at most this.",
                value = "0.01",
                min = 0.000001,
                max = 1)
        double alpha,

        @Key(
                doc =
                        "A window is exceptional only if its effect (MMD2, at most 2) is above this, however significant it"
                                + " is.",
                value = "0.05",
                min = 0,
                max = 2)
        double leastEffect,

        @Key(
                doc = "Weight of the newest window in the moving threshold; 0.05 remembers about the last 20.",
                value = "0.05",
                min = 0.0001,
                max = 0.9999)
        double forgetting,

        @Key(
                doc =
                        "Streams that are simulated for the calibration; the declared run length has a relative error of about"
                                + " one over their root.",
                value = "200",
                min = 100,
                max = 100_000)
        int simulatedStreams) {

    public AlarmConfig {
        if (needed > outOf) {
            throw new IllegalArgumentException("needed: at most out-of, which is " + outOf);
        }
    }

    /** The rule, its deviations to be calibrated. */
    AlarmRule rule() {
        return new AlarmRule(needed, outOf, alpha, forgetting, 0);
    }

    Calibration calibration() {
        return new Calibration(runLength, simulatedStreams);
    }
}
