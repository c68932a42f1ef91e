package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ModelSnapshot;
import java.time.Instant;
import java.util.List;

/** Snapshot records for tests. */
public final class Announcements {

    private Announcements() {}

    /** A record of a snapshot of the tiny test encoder, with everything but the artifact filled in. */
    public static ModelSnapshot.Builder snapshot(String model, long step) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(model + "-" + step)
                .setModelId(model)
                .setLineageEpoch(0)
                .setCreatedAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(step))
                .setStep(step)
                .setImagesSeen(step * 64)
                .setMethod("byol")
                .setNetwork("tiny")
                .setEmbeddingDim(16)
                .setInputSize(16)
                .setArtifactUri("file:///none")
                .setArtifactSha256("0".repeat(64))
                .setArtifactBytes(0)
                .setSeed(1)
                .setConfigHash("0".repeat(64))
                .setCodeVersion("test")
                .setLedger(List.of());
    }

    static Received<ModelSnapshot> at(long offset, String model, long step) {
        return new Received<>(offset, snapshot(model, step).build());
    }
}
