package io.slipstream.evaluator.watch.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Calibration;
import io.slipstream.evaluator.drift.ImageStatistics;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.Eyes;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The judge alone, driven as anyone may: rows in, judgements out. */
class JudgeTest {

    private static final int WINDOW = 40;
    private static final int ANCHOR = 160;
    private static final JudgeSettings SETTINGS = new JudgeSettings(
            WINDOW, 2, 200, 4, 3, new AlarmRule(2, 3, 0.02, 0.05, 0), 0.02, new Calibration(100, 100), 1_000, 1e-3, 1);

    private final Random random = new Random(20261126);
    private final List<Row> anchor = rows(0, ANCHOR, 0);
    private final AnchorModel model = AnchorModel.of(anchor, SETTINGS);

    @Test
    void driftIsSuspectedThenAlarmedAndItsMomentNamed() {
        List<List<Row>> windows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            windows.add(rows(ANCHOR + i * WINDOW, WINDOW, i < 5 ? 0 : 1.5));
        }

        List<Judgement> judgements = judged(windows);

        assertThat(judgements)
                .extracting(Judgement::verdict)
                .containsExactly(
                        DriftVerdict.ORDINARY,
                        DriftVerdict.ORDINARY,
                        DriftVerdict.ORDINARY,
                        DriftVerdict.ORDINARY,
                        DriftVerdict.ORDINARY,
                        DriftVerdict.SUSPECTED,
                        DriftVerdict.DRIFTED,
                        DriftVerdict.DRIFTED);
        assertThat(judgements).filteredOn(Judgement::alarm).containsExactly(judgements.get(6));
        Instant moment = Instant.ofEpochMilli(windows.get(5).get(0).time());
        assertThat(moment)
                .isBetween(judgements.get(6).changedAfter(), judgements.get(6).changedBefore());
        assertThat(judgements.get(6).comparisons())
                .extracting(DriftComparison::getReference)
                .containsExactly("anchor", "previous");
    }

    @Test
    void theSameEvidenceIsJudgedTheSame() {
        List<List<Row>> windows = List.of(rows(ANCHOR, WINDOW, 0.2), rows(ANCHOR + WINDOW, WINDOW, 0.4));

        assertThat(judged(windows)).isEqualTo(judged(windows));
    }

    private List<Judgement> judged(List<List<Row>> windows) {
        Judge judge = new Judge(SETTINGS);
        Map<String, AlarmMemory> alarms = Map.of(
                Judge.ANCHOR, model.calibrated(false, SETTINGS), Judge.PREVIOUS, model.calibrated(true, SETTINGS));
        List<Row> previous = List.of();
        List<Judgement> judgements = new ArrayList<>();
        for (List<Row> window : windows) {
            Judgement judgement = judge.judge(new Evidence(
                    window,
                    null,
                    Optional.of(model),
                    Map.of(Judge.PREVIOUS, previous),
                    List.of(),
                    -1,
                    alarms,
                    null,
                    0,
                    0,
                    judgements.size() + 1));
            alarms = judgement.alarms();
            previous = window;
            judgements.add(judgement);
        }
        return judgements;
    }

    private List<Row> rows(int from, int count, double mean) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> row(number, mean))
                .toList();
    }

    private Row row(int number, double mean) {
        float[] embedding = new float[8];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (mean + random.nextGaussian());
        }
        return new Row(
                "line-1",
                "image-" + number,
                0,
                number,
                1_000L * number,
                100,
                new ImageStatistics(32, 32, 0.5, 0.2, 0.1),
                new Eyes(0, "m-0", null),
                embedding,
                new float[0]);
    }
}
