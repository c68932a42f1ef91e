package io.slipstream.deploy.bench.drift;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Calibration;
import io.slipstream.evaluator.watch.judge.JudgeSettings;

/**
 * What is measured.
 *
 * @param streams without drift that are watched until their first alarm
 * @param runLength windows between false alarms that the alarms are calibrated to
 * @param window images of a window
 * @param block images of a block of neighbours
 * @param anchor images of an anchor, more than two windows
 * @param needed exceptional windows for an alarm
 * @param outOf among so many last ones
 * @param alpha significance level of a window
 * @param leastEffect of an exceptional window; streams without drift are watched without one, as the calibration is
 * @param pool images from which streams without drift are drawn; each size of each shift has an eighth of it
 * @param anchors that shifts are measured against
 * @param repeats streams of each size of each shift against each anchor
 * @param seed of images, weights and draws
 */
record DriftPlan(
        int streams,
        int runLength,
        int window,
        int block,
        int anchor,
        int needed,
        int outOf,
        double alpha,
        double leastEffect,
        int pool,
        int anchors,
        int repeats,
        long seed) {

    /** Shifted streams end here; a shift that takes longer is not found in practice. */
    static final int MOST_WINDOWS = 100;

    private static final int PERMUTATIONS = 500;
    private static final int COMPONENTS = 8;
    private static final int SIMULATED_STREAMS = 200;
    private static final double FORGETTING = 0.05;
    private static final int SIMULATED_PER_WINDOW = 10;
    private static final int LEAST_SIMULATED = 1000;
    private static final int LEAST_BLOCKS = 10;

    DriftPlan {
        if (streams < 0 || runLength < 2 || block < 1 || anchors < 1 || repeats < 0) {
            throw new IllegalArgumentException(
                    "--streams, --run-length, --block, --anchors and --repeats: allowed: whole"
                            + " numbers from 0, 2, 1, 1 and 0 on");
        }
        if (window % block != 0 || window / block < LEAST_BLOCKS) {
            throw new IllegalArgumentException(
                    "--window: allowed: a multiple of --block, which is " + block + ", of at least 10 blocks");
        }
        if (anchor % block != 0 || anchor < 2 * window + block) {
            throw new IllegalArgumentException("--anchor: allowed: a multiple of --block, which is " + block
                    + ", of at least two windows and a block, " + (2 * window + block));
        }
        if (pool < 2 * anchor || pool / 8 < window) {
            throw new IllegalArgumentException(
                    "--pool: allowed: at least two anchors and eight windows, " + Math.max(2 * anchor, 8 * window));
        }
    }

    /** Of the alarm for streams with shifts. */
    JudgeSettings settings(long ofSeed) {
        return settings(leastEffect, ofSeed);
    }

    /** Of the alarm for streams without: the declared run length leaves the least effect out. */
    JudgeSettings quietSettings(long ofSeed) {
        return settings(0, ofSeed);
    }

    /** All else is as the watch has it unless told otherwise. */
    private JudgeSettings settings(double least, long ofSeed) {
        return new JudgeSettings(
                window,
                block,
                PERMUTATIONS,
                COMPONENTS,
                0,
                new AlarmRule(needed, outOf, alpha, FORGETTING, 0),
                least,
                new Calibration(runLength, SIMULATED_STREAMS),
                Math.max(LEAST_SIMULATED, SIMULATED_PER_WINDOW * runLength),
                1,
                ofSeed);
    }
}
