package io.slipstream.deploy.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.slipstream.deploy.report.JsonFile;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.TrainingMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of one demo, as written by {@code --report}.
 *
 * @param model the model lineage
 * @param baseline score of the untrained encoder
 * @param snapshots trained snapshots in order; null scores where the evaluator did not get to one
 * @param throughput of the training
 * @param ledger what became of every record of the stream, by partition
 * @param deadLetters refused inputs by reason
 * @param scenario what was said of the scenario; null in a plain run
 */
@JsonPropertyOrder({"model", "baseline", "snapshots", "throughput", "ledger", "deadLetters", "scenario"})
record Report(
        String model,
        Baseline baseline,
        List<Snapshot> snapshots,
        Throughput throughput,
        List<Ledger> ledger,
        Map<String, Long> deadLetters,
        @Nullable ScenarioReport scenario) {

    /** Score of the untrained encoder; null when it was not scored. */
    record Baseline(@Nullable Double knnTop1, @Nullable Double rankMe) {}

    /** One trained snapshot. */
    record Snapshot(
            String id,
            long step,
            long imagesSeen,
            @Nullable Double loss,
            @Nullable Double knnTop1,
            @Nullable Double rankMe,
            double secondsSinceStart) {}

    /** Images through the student per second, and the share of the time that training waited for them. */
    record Throughput(double imagesPerSecond, double dataWaitShare) {
        /** Over the time between the first and the last record; a single record speaks for itself. */
        static Throughput of(List<TrainingMetrics> metrics) {
            if (metrics.isEmpty()) {
                return new Throughput(0, 0);
            }
            TrainingMetrics first = metrics.get(0);
            TrainingMetrics last = metrics.get(metrics.size() - 1);
            double seconds = seconds(first.getTime(), last.getTime());
            if (seconds <= 0) {
                return new Throughput(last.getImagesPerSecond(), last.getDataWaitShare());
            }
            double waited = 0;
            for (int i = 1; i < metrics.size(); i++) {
                waited += metrics.get(i).getDataWaitShare()
                        * seconds(metrics.get(i - 1).getTime(), metrics.get(i).getTime());
            }
            return new Throughput((last.getImagesSeen() - first.getImagesSeen()) / seconds, waited / seconds);
        }
    }

    /**
     * One partition: {@code covered = trained + deadLettered + dropped + duplicates + pending}. What is pending waits in
     * the last checkpoint for whoever goes on from there.
     */
    record Ledger(
            String topic,
            int partition,
            long covered,
            long trained,
            long deadLettered,
            long dropped,
            long duplicates,
            long pending,
            long gaps) {

        static Ledger of(LedgerEntry e) {
            return new Ledger(
                    e.getTopic(),
                    e.getPartition(),
                    e.getCovered(),
                    e.getTrained(),
                    e.getDeadLettered(),
                    e.getDropped(),
                    e.getDuplicates(),
                    e.getPending(),
                    e.getGaps());
        }

        long accountedFor() {
            return trained + deadLettered + dropped + duplicates + pending;
        }

        boolean balances() {
            return covered == accountedFor();
        }
    }

    /** The report on what was observed since the start of the demo. */
    static Report of(Observations seen, Instant startedAt, @Nullable ScenarioReport scenario) {
        Optional<ProbeScore> untrained = seen.baseline();
        return new Report(
                seen.model(),
                new Baseline(
                        untrained.map(ProbeScore::getKnnTop1).orElse(null),
                        untrained.map(ProbeScore::getRankMe).orElse(null)),
                seen.snapshots().stream()
                        .filter(snapshot -> snapshot.getStep() > 0)
                        .map(snapshot -> row(snapshot, seen.score(snapshot.getSnapshotId()), startedAt))
                        .toList(),
                Throughput.of(seen.metrics()),
                seen.latestMetrics().map(TrainingMetrics::getLedger).orElse(List.of()).stream()
                        .map(Ledger::of)
                        .toList(),
                Map.copyOf(seen.deadLetters()),
                scenario);
    }

    /** The last snapshot that was scored. */
    Optional<Snapshot> lastScored() {
        return snapshots.stream().filter(s -> s.knnTop1() != null).reduce((earlier, later) -> later);
    }

    /** Writes the report as JSON. */
    void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    private static Snapshot row(ModelSnapshot snapshot, Optional<ProbeScore> score, Instant startedAt) {
        return new Snapshot(
                snapshot.getSnapshotId(),
                snapshot.getStep(),
                snapshot.getImagesSeen(),
                snapshot.getLoss(),
                score.map(ProbeScore::getKnnTop1).orElse(null),
                score.map(ProbeScore::getRankMe).orElse(null),
                seconds(startedAt, snapshot.getCreatedAt()));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
