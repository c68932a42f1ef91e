package io.slipstream.deploy.demo;

import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.TrainingMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What the topics have said about one model so far. Not thread-safe. */
final class Observations {
    private final String model;
    private final List<TrainingMetrics> metrics = new ArrayList<>();
    private final Map<String, ModelSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, ProbeScore> scores = new LinkedHashMap<>();
    private final Map<String, SnapshotReport> reports = new LinkedHashMap<>();
    private final List<DriftReport> windows = new ArrayList<>();
    private final List<ChannelPointer> decisions = new ArrayList<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();

    Observations(String model) {
        this.model = model;
    }

    /**
     * Takes a record of any of the pipeline's topics; those of other models are left aside.
     *
     * @return whether it is news: not about a snapshot, score, report or dead-letter reason that was there before
     */
    boolean accept(SpecificRecord record) {
        if (record instanceof TrainingMetrics m && m.getModelId().equals(model)) {
            return metrics.add(m);
        }
        if (record instanceof ModelSnapshot s && s.getModelId().equals(model)) {
            return snapshots.put(s.getSnapshotId(), s) == null;
        }
        if (record instanceof ProbeScore s && s.getModelId().equals(model)) {
            return scores.put(s.getSnapshotId(), s) == null;
        }
        if (record instanceof SnapshotReport r && r.getModelId().equals(model)) {
            return reports.put(r.getSnapshotId(), r) == null;
        }
        if (record instanceof DriftReport d && d.getModelId().equals(model)) {
            return windows.add(d);
        }
        if (record instanceof ChannelPointer c && c.getModelId().equals(model)) {
            return decisions.add(c);
        }
        if (record instanceof DeadLetter d) {
            return deadLetters.merge(d.getReason().name(), 1L, Long::sum) == 1;
        }
        return false;
    }

    String model() {
        return model;
    }

    List<TrainingMetrics> metrics() {
        return Collections.unmodifiableList(metrics);
    }

    Optional<TrainingMetrics> latestMetrics() {
        return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics.get(metrics.size() - 1));
    }

    /** Whether the trainer has said its last word. */
    boolean finished() {
        return latestMetrics().filter(TrainingMetrics::getFinished).isPresent();
    }

    /** Snapshots in the order of their announcement, the untrained one included. */
    List<ModelSnapshot> snapshots() {
        return List.copyOf(snapshots.values());
    }

    Optional<ModelSnapshot> snapshot(String snapshotId) {
        return Optional.ofNullable(snapshots.get(snapshotId));
    }

    Optional<ProbeScore> score(String snapshotId) {
        return Optional.ofNullable(scores.get(snapshotId));
    }

    /** The score of the untrained encoder. */
    Optional<ProbeScore> baseline() {
        return scores.values().stream().filter(score -> score.getStep() == 0).findFirst();
    }

    /** Whether there is nothing left to wait for from the probes. */
    boolean lastSnapshotScored() {
        return hasLast(scores);
    }

    /** Whether there is nothing left to wait for from the evaluator's reports. */
    boolean lastSnapshotReported() {
        return hasLast(reports);
    }

    private boolean hasLast(Map<String, ?> bySnapshot) {
        List<ModelSnapshot> all = snapshots();
        return all.isEmpty() || bySnapshot.containsKey(all.get(all.size() - 1).getSnapshotId());
    }

    /** What was found of snapshots without labels, in the order of the reports. */
    List<SnapshotReport> reports() {
        return List.copyOf(reports.values());
    }

    /** Windows of the stream, in the order of their reports. */
    List<DriftReport> windows() {
        return Collections.unmodifiableList(windows);
    }

    /** Decisions on channels, in order. */
    List<ChannelPointer> decisions() {
        return Collections.unmodifiableList(decisions);
    }

    /** Refused inputs by reason. */
    Map<String, Long> deadLetters() {
        return Collections.unmodifiableMap(deadLetters);
    }
}
