package io.slipstream.trainer.reproduce;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
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
     * @throws NotReproducibleException if there is no such snapshot, it is a release, or one of the checkpoints is not there
     */
    static Announced find(String snapshotId, KeyedRecords records) throws NotReproducibleException {
        ModelSnapshot snapshot = snapshot(snapshotId, records);
        refuseRelease(snapshot);
        TrainingCheckpoint checkpoint = checkpoint(snapshot, records);
        Optional<TrainingCheckpoint> parent = Optional.empty();
        if (snapshot.getParentId() != null) {
            parent = Optional.of(checkpoint(snapshot(snapshot.getParentId(), records), records));
        }
        return new Announced(snapshot, checkpoint, parent);
    }

    /** Its steps are in no recorded order; but they are a function of its checkpoint, the records and these settings. */
    private static void refuseRelease(ModelSnapshot snapshot) throws NotReproducibleException {
        Release release = snapshot.getRelease();
        if (release != null) {
            throw new NotReproducibleException(
                    "Snapshot %s is a release, made beside training: slipstream anneal --checkpoint %s with anneal: {steps: %d, final-share: %s, recent: %d} makes it again and says whether it is the same"
                            .formatted(
                                    snapshot.getSnapshotId(),
                                    snapshot.getCheckpointId(),
                                    release.getSteps(),
                                    release.getFinalShare(),
                                    release.getRecent()));
        }
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
