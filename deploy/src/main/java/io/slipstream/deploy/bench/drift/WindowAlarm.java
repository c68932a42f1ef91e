package io.slipstream.deploy.bench.drift;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.AlarmState;
import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.drift.ImageStatistics;
import io.slipstream.evaluator.drift.Mmd;
import io.slipstream.evaluator.drift.Observation;
import io.slipstream.evaluator.drift.PermutationTest;
import io.slipstream.evaluator.drift.RbfKernel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.judge.AnchorModel;
import io.slipstream.evaluator.watch.judge.JudgeSettings;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.Eyes;
import io.slipstream.evaluator.watch.row.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The alarm of the watch for windows against an anchor, and nothing else of a report: the anchor's model, calibration, rule,
 * effect and permutation test are the watch's. The test is left out where the effect is at or below the threshold or the least
 * effect, where its outcome changes nothing. Immutable.
 */
final class WindowAlarm {

    private static final ImageStatistics NO_LOOKS = new ImageStatistics(1, 1, 0, 0, 0);
    private static final Eyes EYES = new Eyes(0, "fixed", null);
    private static final String SOURCE = "line-1";

    private final JudgeSettings settings;
    private final Embeddings anchor;
    private final RbfKernel kernel;
    private final Mmd mmd;
    private final AlarmMemory calibrated;

    /**
     * The alarm of an anchor.
     *
     * @param inOrder whether the anchor is images of the stream, whose order the calibration follows, or declared ones, which
     *     have none
     */
    WindowAlarm(Embeddings anchor, boolean inOrder, JudgeSettings settings) {
        this.settings = settings;
        this.anchor = anchor;
        kernel = RbfKernel.medianHeuristic(anchor);
        mmd = new Mmd(kernel, anchor);
        calibrated = AnchorModel.of(rows(anchor, inOrder), settings).calibrated(false, settings);
    }

    /** Rows as the watch has them: with offsets of the topic, or with none where the images were declared. */
    static List<Row> rows(Embeddings embeddings, boolean inOrder) {
        List<Row> rows = new ArrayList<>();
        int dim = embeddings.dim();
        for (int i = 0; i < embeddings.count(); i++) {
            float[] vector = Arrays.copyOfRange(embeddings.values(), i * dim, (i + 1) * dim);
            long offset = inOrder ? i : -1;
            rows.add(new Row(
                    SOURCE, Integer.toString(i), 0, offset, 1000L * i, 1, NO_LOOKS, EYES, vector, new float[0]));
        }
        return rows;
    }

    /** What the calibration found. */
    AlarmMemory calibrated() {
        return calibrated;
    }

    /** How far a window is from the anchor. */
    double effect(Embeddings window) {
        return mmd.unbiased(window);
    }

    /**
     * How many windows it takes.
     *
     * @param windows one after the other
     * @param most windows that are looked at
     * @param random deals the blocks of the tests
     * @return the window that raises the alarm, from 1; 0 if none of them does
     */
    int windowsUntilAlarm(Supplier<Embeddings> windows, int most, SplittableRandom random) {
        AlarmRule rule = settings.rule().withDeviations(calibrated.deviations());
        AlarmState state = calibrated.state();
        for (int number = 1; number <= most; number++) {
            Embeddings window = windows.get();
            double effect = effect(window);
            double threshold = state.mean() + rule.deviations() * Math.sqrt(state.variance());
            boolean matters = effect > threshold && effect > settings.leastEffect();
            Observation observation = matters ? tested(window, random) : new Observation(effect, 1);
            AlarmRule.Verdict verdict = rule.judge(state, observation);
            if (verdict.alarm()) {
                return number;
            }
            state = verdict.state();
        }
        return 0;
    }

    private Observation tested(Embeddings window, SplittableRandom random) {
        int block = settings.blockSize();
        return new PermutationTest(settings.permutations())
                .test(
                        kernel,
                        anchor,
                        Blocks.contiguous(anchor.count(), block),
                        window,
                        Blocks.contiguous(window.count(), block),
                        random);
    }
}
