package io.slipstream.evaluator.report;

import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.report.VerdictRule.Earlier;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reports that are known, the newest of each snapshot. Not thread-safe. */
final class ReportHistory {

    private final Map<String, SnapshotReport> reports = new HashMap<>();

    /** Takes note of a report. */
    void add(SnapshotReport report) {
        reports.put(report.getSnapshotId(), report);
    }

    /** The report of a snapshot, of whatever suite. */
    Optional<SnapshotReport> of(String snapshotId) {
        return Optional.ofNullable(reports.get(snapshotId));
    }

    /**
     * The snapshots of a model before a step that were reported under a suite, by ascending step. Releases are not among
     * them: training has not moved by them, and is not measured by what an annealed branch reaches.
     */
    List<Earlier> lineage(String modelId, String suite, long step, ModelHistory models) {
        return reports.values().stream()
                .filter(report -> report.getModelId().equals(modelId)
                        && report.getSuite().equals(suite)
                        && report.getStep() < step
                        && !isRelease(report, models))
                .sorted(Comparator.comparingLong(SnapshotReport::getStep)
                        .thenComparing(SnapshotReport::getLineageEpoch)
                        .thenComparing(SnapshotReport::getSnapshotId))
                .map(report -> new Earlier(
                        report.getSnapshotId(),
                        report.getStep(),
                        quality(report),
                        report.getVerdict() == SnapshotVerdict.HEALTHY))
                .toList();
    }

    private static boolean isRelease(SnapshotReport report, ModelHistory models) {
        return models.snapshot(report.getSnapshotId())
                .filter(snapshot -> snapshot.getRelease() != null)
                .isPresent();
    }

    private static Quality quality(SnapshotReport report) {
        double uniformity = report.getUniformity() == null ? Double.NaN : report.getUniformity();
        return new Quality(
                report.getRankMe(),
                report.getCollapseLevel(),
                uniformity,
                report.getAlphaReq(),
                report.getLidar(),
                report.getAlignment(),
                report.getSeparation());
    }
}
