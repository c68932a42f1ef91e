package io.slipstream.deploy.bench.drift;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Streams that a detector watches from the moment on in which they shift, and some that never do, all against a few anchors.
 * Each is written down row by row, so that two detectors watch the same.
 *
 * @param pools without drift first, then one per shift
 * @param shifts of the pools behind the first
 * @param anchors of the trials, drawn from the first pool
 * @param all the trials, grouped by pool
 */
record Trials(List<Pool> pools, List<Shift> shifts, List<Embeddings> anchors, List<Trial> all) {

    /** A stream without drift goes on for so many run lengths. */
    private static final int QUIET_LENGTH = 4;

    /**
     * One stream.
     *
     * @param anchor it is compared with
     * @param pool its rows come from
     * @param rows in order
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    record Trial(int anchor, int pool, int[] rows) {}

    /**
     * Draws the trials.
     *
     * @param quiet streams without drift per anchor
     */
    static Trials draw(DriftPlan plan, Pool withoutDrift, List<Shift> shifts, List<Pool> shifted, int quiet) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Pool> pools = new ArrayList<>(List.of(withoutDrift));
        pools.addAll(shifted);
        List<Embeddings> anchors = new ArrayList<>();
        List<Trial> all = new ArrayList<>();
        int anchorBlocks = plan.anchor() / plan.block();
        for (int anchor = 0; anchor < plan.anchors(); anchor++) {
            int[] order = withoutDrift.shuffled(random);
            anchors.add(withoutDrift.embeddings().rows(withoutDrift.rows(Arrays.copyOf(order, anchorBlocks))));
            int[] rest = Arrays.copyOfRange(order, anchorBlocks, order.length);
            for (int i = 0; i < quiet; i++) {
                all.add(trial(plan, anchor, 0, withoutDrift, rest, QUIET_LENGTH * plan.runLength(), random));
            }
            for (int pool = 1; pool < pools.size(); pool++) {
                int[] blocks = IntStream.range(0, pools.get(pool).blocks()).toArray();
                for (int i = 0; i < plan.repeats(); i++) {
                    all.add(trial(plan, anchor, pool, pools.get(pool), blocks, DriftPlan.MOST_WINDOWS, random));
                }
            }
        }
        return new Trials(pools, shifts, anchors, all);
    }

    private static Trial trial(
            DriftPlan plan, int anchor, int number, Pool pool, int[] blocks, int windows, SplittableRandom random) {
        int[] rows = new int[windows * plan.window()];
        for (int window = 0; window < windows; window++) {
            int[] drawn = pool.rows(Pool.draw(blocks, plan.window() / plan.block(), random));
            System.arraycopy(drawn, 0, rows, window * plan.window(), drawn.length);
        }
        return new Trial(anchor, number, rows);
    }

    /** The embeddings of a window of a trial. */
    Embeddings window(Trial trial, int number, int size) {
        int[] rows = Arrays.copyOfRange(trial.rows(), number * size, (number + 1) * size);
        return pools.get(trial.pool()).embeddings().rows(rows);
    }

    /** The trials of a pool among the numbers of all. */
    int[] of(int pool, int[] numbers) {
        return IntStream.range(0, numbers.length)
                .filter(i -> all.get(i).pool() == pool)
                .map(i -> numbers[i])
                .toArray();
    }
}
