package io.slipstream.deploy.demo;

import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SpaceComparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What drift, reports and channels said in one scenario, as written by {@code --report}.
 *
 * @param name the scenario
 * @param disturbedAt when it was disturbed: by the camera's clock for what happens in front of it; null if never
 * @param windows windows of the stream in the order of their reports
 * @param snapshots what was found of every snapshot, in order
 * @param decisions every decision on a channel, in order
 */
record ScenarioReport(
        Scenario name,
        @Nullable Instant disturbedAt,
        List<Window> windows,
        List<Judged> snapshots,
        List<Decision> decisions) {

    /** One window of one source, * for all together. */
    record Window(
            String source,
            long number,
            Instant start,
            Instant end,
            String verdict,
            boolean alarm,
            @Nullable Instant changedAfter,
            @Nullable Instant changedBefore) {

        static Window of(DriftReport report) {
            return new Window(
                    report.getSource(),
                    report.getWindow(),
                    report.getWindowStart(),
                    report.getWindowEnd(),
                    report.getVerdict().name(),
                    report.getAlarm(),
                    report.getChangedAfter(),
                    report.getChangedBefore());
        }

        /** Whether it was compared with anything. */
        boolean judged() {
            return !verdict.equals("INSUFFICIENT") && !verdict.equals("UNKNOWN");
        }
    }

    /** One snapshot, made before or after the disturbance; {@code cka} is that with its parent. */
    record Judged(
            String id,
            long step,
            boolean disturbed,
            String verdict,
            double rankMe,
            @Nullable Double cka,
            List<String> reasons) {

        static Judged of(SnapshotReport report, boolean disturbed) {
            return new Judged(
                    report.getSnapshotId(),
                    report.getStep(),
                    disturbed,
                    report.getVerdict().name(),
                    report.getRankMe(),
                    report.getComparisons().stream()
                            .filter(comparison -> comparison.getRole().equals("parent"))
                            .map(SpaceComparison::getCka)
                            .findFirst()
                            .orElse(null),
                    report.getReasons());
        }

        boolean unwell() {
            return verdict.equals("DEGRADING") || verdict.equals("COLLAPSED");
        }
    }

    /** One decision; {@code snapshot} is what the channel serves from then on. */
    record Decision(
            long number,
            String channel,
            String action,
            @Nullable String subject,
            String snapshot,
            List<String> reasons) {

        static Decision of(ChannelPointer pointer) {
            return new Decision(
                    pointer.getDecisionEpoch(),
                    pointer.getChannel(),
                    pointer.getAction().name(),
                    pointer.getSubjectSnapshotId(),
                    pointer.getSnapshotId(),
                    pointer.getReasons());
        }

        /** Whether the snapshot was let through to where users may see it. */
        boolean promotes(String snapshotId) {
            return action.equals("PROMOTE") && !channel.equals("candidate") && snapshotId.equals(subject);
        }
    }

    /** What was observed, or was said of it, from the start of the demo on. */
    static ScenarioReport of(Scenario scenario, @Nullable Instant disturbedAt, Observations seen) {
        return new ScenarioReport(
                scenario,
                disturbedAt,
                seen.windows().stream().map(Window::of).toList(),
                seen.reports().stream()
                        .map(report -> Judged.of(report, disturbed(seen.snapshot(report.getSnapshotId()), disturbedAt)))
                        .toList(),
                seen.decisions().stream().map(Decision::of).toList());
    }

    private static boolean disturbed(Optional<ModelSnapshot> snapshot, @Nullable Instant since) {
        return since != null
                && snapshot.filter(s -> s.getCreatedAt().isAfter(since)).isPresent();
    }
}
