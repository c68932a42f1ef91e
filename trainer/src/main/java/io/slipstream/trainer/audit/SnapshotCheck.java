package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether each snapshot and the checkpoint committed with it name each other and have the same ledger. A release is
 * committed with none, but has the ledger of the one it was made of.
 */
final class SnapshotCheck {

    private SnapshotCheck() {}

    static Check of(Evidence evidence) {
        Map<String, TrainingCheckpoint> checkpoints = new HashMap<>();
        evidence.lineage().links().forEach(link -> put(checkpoints, link.checkpoint()));
        evidence.lineage().voided().forEach(checkpoint -> put(checkpoints, checkpoint));
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ofSnapshots(evidence, checkpoints));
        findings.addAll(ofCheckpoints(evidence, checkpoints));
        return Check.of("the ledger of each snapshot is that of its checkpoint", findings);
    }

    private static void put(Map<String, TrainingCheckpoint> checkpoints, TrainingCheckpoint checkpoint) {
        checkpoints.put(checkpoint.getCheckpointId(), checkpoint);
    }

    private static List<Finding> ofSnapshots(Evidence evidence, Map<String, TrainingCheckpoint> checkpoints) {
        Set<String> later = evidence.later().stream()
                .map(checkpoint -> String.valueOf(checkpoint.getCheckpointId()))
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (ModelSnapshot snapshot : evidence.snapshots()) {
            String named = snapshot.getCheckpointId();
            if (named == null || later.contains(named)) {
                continue; // from before there were checkpoints, or not of what is audited
            }
            findings.addAll(Optional.ofNullable(checkpoints.get(named))
                    .map(checkpoint -> compare(snapshot, checkpoint))
                    .orElseGet(() ->
                            List.of(Finding.beyondProof("snapshot %s: the announcement of its checkpoint %s is gone"
                                    .formatted(snapshot.getSnapshotId(), named)))));
        }
        return findings;
    }

    private static List<Finding> compare(ModelSnapshot snapshot, TrainingCheckpoint checkpoint) {
        List<Finding> findings = new ArrayList<>();
        boolean isOfTraining = snapshot.getRelease() == null;
        if (isOfTraining && !snapshot.getSnapshotId().equals(checkpoint.getSnapshotId())) {
            findings.add(Finding.broken("checkpoint %s: expected snapshot %s, which names it, found %s"
                    .formatted(checkpoint.getCheckpointId(), snapshot.getSnapshotId(), checkpoint.getSnapshotId())));
        }
        Map<TopicPartition, LedgerEntry> announced = Entries.byPartition(checkpoint.getLedger());
        Map<TopicPartition, LedgerEntry> published = Entries.byPartition(snapshot.getLedger());
        Set<TopicPartition> partitions = new LinkedHashSet<>(announced.keySet());
        partitions.addAll(published.keySet());
        for (TopicPartition partition : partitions) {
            String expected = text(announced.get(partition));
            String found = text(published.get(partition));
            if (!expected.equals(found)) {
                findings.add(Finding.broken("snapshot %s, %s: expected the entry of checkpoint %s, %s, found %s"
                        .formatted(
                                snapshot.getSnapshotId(), partition, checkpoint.getCheckpointId(), expected, found)));
            }
        }
        return findings;
    }

    private static String text(@Nullable LedgerEntry entry) {
        return entry == null ? "none" : entry.toString();
    }

    private static List<Finding> ofCheckpoints(Evidence evidence, Map<String, TrainingCheckpoint> checkpoints) {
        Set<String> published =
                evidence.snapshots().stream().map(ModelSnapshot::getSnapshotId).collect(Collectors.toSet());
        return checkpoints.values().stream()
                .filter(checkpoint -> checkpoint.getSnapshotId() != null)
                .filter(checkpoint -> !published.contains(checkpoint.getSnapshotId()))
                .map(checkpoint -> Finding.broken("checkpoint %s: expected snapshot %s, committed with it, found none"
                        .formatted(checkpoint.getCheckpointId(), checkpoint.getSnapshotId())))
                .toList();
    }
}
