package io.slipstream.trainer.snapshot;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.schemas.snapshot.SnapshotStore;
import java.io.IOException;

/**
 * Writes a captured encoder as an artifact; the record that announces it is the caller's to send, once the artifact is
 * there. Thread-safe if its store is.
 */
public final class SnapshotWriter {

    private final Lineage lineage;
    private final SnapshotStore store;

    /** A writer of one lineage's snapshots. */
    public SnapshotWriter(Lineage lineage, SnapshotStore store) {
        this.lineage = lineage;
        this.store = store;
    }

    /**
     * Writes the artifact, and returns the record that announces it. Writing the same draft again changes nothing.
     *
     * @throws SnapshotConflictException if something else was written under this id; trying again changes nothing
     * @throws IOException if the store refuses; nothing is visible then, and trying again may help
     */
    public ModelSnapshot write(SnapshotDraft draft) throws IOException {
        ModelSnapshot.Builder description = ModelSnapshot.newBuilder()
                .setSnapshotId(draft.id())
                .setModelId(lineage.model())
                .setParentId(draft.parent().orElse(null))
                .setLineageEpoch(lineage.epoch())
                .setCheckpointId(draft.checkpoint())
                .setCreatedAt(draft.createdAt())
                .setStep(draft.step())
                .setImagesSeen(draft.imagesSeen())
                .setLoss(draft.loss().isPresent() ? draft.loss().getAsDouble() : null)
                .setMethod(lineage.method())
                .setNetwork(lineage.network())
                .setEmbeddingDim(lineage.embeddingDim())
                .setInputSize(lineage.inputSize())
                .setSeed(lineage.seed())
                .setConfigHash(lineage.configHash())
                .setCodeVersion(lineage.codeVersion())
                .setLibraries(lineage.libraries())
                .setLedger(draft.ledger())
                .setRelease(draft.release().orElse(null));
        return store.publish(description, draft.files());
    }
}
