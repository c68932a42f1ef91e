package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * All that becomes visible with a checkpoint, in one transaction.
 *
 * @param checkpoint announcement of kind CHECKPOINT with an id; its ledger gives the group's offsets
 * @param snapshot the snapshot announced with it; it must be the one the announcement names
 * @param deadLetters records refused since the checkpoint before
 * @param collected ids of checkpoints whose files are gone: their announcements are deleted
 */
public record Publication(
        TrainingCheckpoint checkpoint,
        Optional<ModelSnapshot> snapshot,
        List<DeadLetter> deadLetters,
        List<String> collected) {

    /** @throws IllegalArgumentException if the announcement is no checkpoint's, or names another snapshot */
    public Publication {
        if (checkpoint.getKind() != CheckpointKind.CHECKPOINT || checkpoint.getCheckpointId() == null) {
            throw new IllegalArgumentException(
                    "checkpoint: expected an announcement of kind CHECKPOINT with an id, found " + checkpoint.getKind()
                            + " with " + checkpoint.getCheckpointId());
        }
        String announced = snapshot.map(ModelSnapshot::getSnapshotId).orElse(null);
        if (!Objects.equals(checkpoint.getSnapshotId(), announced)) {
            throw new IllegalArgumentException(
                    "snapshot: expected " + checkpoint.getSnapshotId() + " as the checkpoint says, found " + announced);
        }
        deadLetters = List.copyOf(deadLetters);
        collected = List.copyOf(collected);
    }

    String checkpointId() {
        return Objects.requireNonNull(checkpoint.getCheckpointId());
    }

    /** Where the lineage reads next, by partition. */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        return checkpoint.getLedger().stream()
                .collect(Collectors.toMap(
                        Publication::partition, entry -> new OffsetAndMetadata(entry.getNextOffset())));
    }

    private static TopicPartition partition(LedgerEntry entry) {
        return new TopicPartition(entry.getTopic(), entry.getPartition());
    }
}
