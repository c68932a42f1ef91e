package io.slipstream.deploy.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.judge.AnchorModel;
import io.slipstream.evaluator.watch.judge.Evidence;
import io.slipstream.evaluator.watch.judge.Judge;
import io.slipstream.evaluator.watch.judge.JudgeSettings;
import io.slipstream.evaluator.watch.judge.Judgement;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowAlarmTest {

    private static final DriftPlan PLAN = new DriftPlan(0, 10, 20, 2, 60, 2, 3, 0.4, 0, 160, 1, 0, 1);
    private static final int MOST = 60;
    private static final int DIM = 3;

    private static Embeddings drawn(int rows, double mean, SplittableRandom random) {
        float[] values = new float[rows * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + random.nextGaussian());
        }
        return new Embeddings(rows, DIM, values);
    }

    /** The window in which the judge of the watch raises an alarm; 0 if in none. */
    private static int judged(Embeddings anchor, List<Embeddings> windows, JudgeSettings settings) {
        AnchorModel model = AnchorModel.of(WindowAlarm.rows(anchor, true), settings);
        Map<String, AlarmMemory> alarms = Map.of(Judge.ANCHOR, model.calibrated(false, settings));
        for (int number = 1; number <= windows.size(); number++) {
            Judgement judgement = new Judge(settings)
                    .judge(new Evidence(
                            WindowAlarm.rows(windows.get(number - 1), true),
                            null,
                            Optional.of(model),
                            Map.of(),
                            List.of(),
                            -1,
                            alarms,
                            null,
                            0,
                            0,
                            number));
            if (judgement.alarm()) {
                return number;
            }
            alarms = judgement.alarms();
        }
        return 0;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theAlarmComesInTheWindowInWhichTheWatchRaisesIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Embeddings anchor = drawn(60, 0, random);
        List<Embeddings> windows = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            windows.add(drawn(20, 0.3, random));
        }
        JudgeSettings settings = PLAN.settings(seed);
        int expected = judged(anchor, windows, settings);

        int found = new WindowAlarm(anchor, true, settings)
                .windowsUntilAlarm(windows.iterator()::next, MOST, new SplittableRandom(seed));

        assertThat(expected).as("seed %d", seed).isPositive();
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }
}
