package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the snapshots of a model are those of an undisturbed one: each once, in a line, and with the same encoder. */
final class SnapshotCheck {

    private SnapshotCheck() {}

    /** Steps that were announced twice, are missing, or have no snapshot in the undisturbed run; breaks in the line. */
    static List<String> announcements(Evidence found, Evidence expected) {
        List<String> problems = new ArrayList<>();
        Map<Long, Long> counts = found.snapshots().stream()
                .collect(Collectors.groupingBy(ModelSnapshot::getStep, TreeMap::new, Collectors.counting()));
        Set<Long> wanted = expected.snapshots().stream()
                .map(ModelSnapshot::getStep)
                .collect(Collectors.toCollection(TreeSet::new));
        counts.forEach((step, count) -> {
            if (count > 1) {
                problems.add("step %d: expected one snapshot, found %d".formatted(step, count));
            }
            if (!wanted.contains(step)) {
                problems.add("step %d: expected no snapshot, as in an undisturbed run, found one".formatted(step));
            }
        });
        wanted.stream()
                .filter(step -> !counts.containsKey(step))
                .forEach(step -> problems.add("step %d: expected a snapshot, found none".formatted(step)));
        problems.addAll(breaks(found.snapshots()));
        return problems;
    }

    /** Snapshots whose parent is not the one before them, or whose trainer had been replaced. */
    private static List<String> breaks(List<ModelSnapshot> snapshots) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i++) {
            ModelSnapshot snapshot = snapshots.get(i);
            String parent = i == 0 ? null : snapshots.get(i - 1).getSnapshotId();
            if (!Objects.equals(snapshot.getParentId(), parent)) {
                problems.add("snapshot %s: expected the parent %s, the snapshot before it, found %s"
                        .formatted(snapshot.getSnapshotId(), parent, snapshot.getParentId()));
            }
            if (i > 0 && snapshot.getLineageEpoch() < snapshots.get(i - 1).getLineageEpoch()) {
                problems.add("snapshot %s: expected epoch %d or a later one, found %d"
                        .formatted(
                                snapshot.getSnapshotId(),
                                snapshots.get(i - 1).getLineageEpoch(),
                                snapshot.getLineageEpoch()));
            }
        }
        return problems;
    }

    /** Snapshots and checkpoints that do not name each other: then they were not committed in one transaction. */
    static List<String> pairs(Evidence evidence) {
        Map<String, String> snapshotOf = new HashMap<>();
        for (TrainingCheckpoint checkpoint : evidence.checkpoints()) {
            if (checkpoint.getSnapshotId() != null) {
                snapshotOf.put(checkpoint.getSnapshotId(), String.valueOf(checkpoint.getCheckpointId()));
            }
        }
        List<String> problems = new ArrayList<>();
        for (ModelSnapshot snapshot : evidence.snapshots()) {
            String checkpoint = snapshotOf.remove(snapshot.getSnapshotId());
            if (checkpoint == null || !checkpoint.equals(snapshot.getCheckpointId())) {
                problems.add("snapshot %s: expected the checkpoint that names it, %s, found %s"
                        .formatted(snapshot.getSnapshotId(), checkpoint, snapshot.getCheckpointId()));
            }
        }
        snapshotOf.forEach((snapshot, checkpoint) ->
                problems.add("checkpoint %s: expected its snapshot %s to be announced, found no record"
                        .formatted(checkpoint, snapshot)));
        return problems;
    }

    /** Artifacts that are damaged, and encoders that differ from the undisturbed run's at the same step. */
    static List<String> artifacts(Evidence found, Evidence expected) {
        List<String> problems = new ArrayList<>(found.damage());
        problems.addAll(expected.damage());
        Map<Long, String> encoders = encodersByStep(expected);
        encodersByStep(found).forEach((step, encoder) -> {
            String wanted = encoders.getOrDefault(step, encoder);
            if (!encoder.equals(wanted)) {
                problems.add("step %d: expected the encoder %s, found %s".formatted(step, wanted, encoder));
            }
        });
        return problems;
    }

    private static Map<Long, String> encodersByStep(Evidence evidence) {
        Map<Long, String> encoders = new TreeMap<>();
        for (ModelSnapshot snapshot : evidence.snapshots()) {
            String encoder = evidence.encoders().get(snapshot.getSnapshotId());
            if (encoder != null) {
                encoders.put(snapshot.getStep(), encoder);
            }
        }
        return encoders;
    }
}
