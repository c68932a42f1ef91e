package io.slipstream.evaluator.watch.row;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.AlarmState;
import io.slipstream.evaluator.drift.Calibration;

/**
 * What is remembered of the alarms of a stream and one of its references.
 *
 * @param deviations of the rule, as calibrated
 * @param expectedRunLength windows up to a false alarm, as calibrated
 * @param standardError of that number
 * @param state of the rule
 * @param drifted whether an alarm was raised and the stream has not come back since
 * @param ordinary ordinary windows in a row
 * @param changedAfter capture time between which and the next the stream changed, milliseconds; 0 if it did not
 * @param changedBefore see there
 */
public record AlarmMemory(
        double deviations,
        double expectedRunLength,
        double standardError,
        AlarmState state,
        boolean drifted,
        int ordinary,
        long changedAfter,
        long changedBefore) {

    /** Before the first window. */
    public static AlarmMemory of(Calibration.Declared declared, AlarmState start) {
        return new AlarmMemory(
                declared.rule().deviations(),
                declared.expectedRunLength(),
                declared.standardError(),
                start,
                false,
                0,
                0,
                0);
    }

    /** Whether one of the last windows was exceptional. */
    public boolean isSuspicious() {
        return state.recent() != 0;
    }

    /** After a window. */
    public AlarmMemory after(AlarmRule.Verdict verdict, boolean stillDrifted, int ordinaryNow, long from, long to) {
        return new AlarmMemory(
                deviations, expectedRunLength, standardError, verdict.state(), stillDrifted, ordinaryNow, from, to);
    }
}
