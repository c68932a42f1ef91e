package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Calibration;

/**
 * How windows are judged.
 *
 * @param windowSize images of a whole window
 * @param blockSize images of a source in a row that may depend on one another; the window is a multiple of it
 * @param permutations of a permutation test
 * @param components principal components of the anchor that are looked at
 * @param mostDrifted images named in a report
 * @param rule of alarms, its deviations to be calibrated
 * @param leastEffect an effect below it is never exceptional
 * @param calibration what the rule is calibrated to
 * @param simulated windows drawn from the anchor for that
 * @param selfTestLimit relative distance above which the self-test has failed
 * @param seed of every random choice
 */
public record JudgeSettings(
        int windowSize,
        int blockSize,
        int permutations,
        int components,
        int mostDrifted,
        AlarmRule rule,
        double leastEffect,
        Calibration calibration,
        int simulated,
        double selfTestLimit,
        long seed) {}
