package io.slipstream.trainer.reproduce;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.topic.Topics;
import java.util.Optional;

/**
 * What the topics say of a snapshot and of where its training came from.
 *
 * @param snapshot its record
 * @param checkpoint the checkpoint committed with it
 * @param parent the checkpoint committed with the snapshot before it; empty for the first of a lineage
 */
record Announced(ModelSnapshot snapshot, TrainingCheckpoint checkpoint, Optional<TrainingCheckpoint> parent) {

    /**
     * Looks a snapshot up.
     *
     * @throws NotReproducibleException if there is no such snapshot, or one of the checkpoints is not there
     */
    static Announced find(String snapshotId, KeyedRecords records) throws NotReproducibleException {
        ModelSnapshot snapshot = snapshot(snapshotId, records);
        TrainingCheckpoint checkpoint = checkpoint(snapshot, records);
        Optional<TrainingCheckpoint> parent = Optional.empty();
        if (snapshot.getParentId() != null) {
            parent = Optional.of(checkpoint(snapshot(snapshot.getParentId(), records), records));
        }
        return new Announced(snapshot, checkpoint, parent);
    }

    private static ModelSnapshot snapshot(String id, KeyedRecords records) throws NotReproducibleException {
        return records.last(Topics.MODEL_SNAPSHOTS, id)
                .orElseThrow(() -> new NotReproducibleException("expected snapshot %s on %s, found no record of it"
                        .formatted(id, Topics.MODEL_SNAPSHOTS.name())));
    }

    private static TrainingCheckpoint checkpoint(ModelSnapshot snapshot, KeyedRecords records)
            throws NotReproducibleException {
        String id = snapshot.getCheckpointId();
        if (id == null) {
            throw new NotReproducibleException(
                    "expected a checkpoint with snapshot %s, found that it was published without"
                            .formatted(snapshot.getSnapshotId()));
        }
        return records.last(Topics.MODEL_CHECKPOINTS, id)
                .orElseThrow(() -> new NotReproducibleException(
                        "expected checkpoint %s of snapshot %s on %s, found that it has been collected; checkpoint.keep-snapshots says how many snapshots keep theirs"
                                .formatted(id, snapshot.getSnapshotId(), Topics.MODEL_CHECKPOINTS.name())));
    }
}
