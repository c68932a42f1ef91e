package io.slipstream.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.channel.Samples;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.report.VerdictRule.Earlier;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import io.slipstream.schemas.record.SnapshotReport;
import org.junit.jupiter.api.Test;

class ReportHistoryTest {

    private final ReportHistory history = new ReportHistory();
    private final ModelHistory models = new ModelHistory();

    @Test
    void aLineageIsItsReportedSnapshotsBeforeAStepInTheirOrder() {
        history.add(Samples.healthy(30, 3));
        history.add(Samples.healthy(10, 1));
        history.add(Samples.healthy(20, 2));

        assertThat(history.lineage(Samples.MODEL, "suite", 30, models))
                .extracting(Earlier::snapshotId)
                .containsExactly("m-10", "m-20");
        assertThat(history.lineage(Samples.MODEL, "another", 30, models)).isEmpty();
        assertThat(history.lineage("another", "suite", 30, models)).isEmpty();
    }

    @Test
    void aReleaseIsNoMeasureForTraining() {
        models.announced(Samples.snapshot(10, 1));
        models.announced(ModelSnapshot.newBuilder(Samples.snapshot(20, 2))
                .setSnapshotId("m-10-release-10")
                .setRelease(new Release(10L, 0.1, 0.01, 0.1, 10, 10, 10))
                .build());
        history.add(Samples.healthy(10, 1));
        history.add(SnapshotReport.newBuilder(Samples.healthy(20, 2))
                .setSnapshotId("m-10-release-10")
                .build());

        assertThat(history.lineage(Samples.MODEL, "suite", 30, models))
                .extracting(Earlier::snapshotId)
                .containsExactly("m-10");
        assertThat(history.of("m-10-release-10")).isPresent();
    }
}
