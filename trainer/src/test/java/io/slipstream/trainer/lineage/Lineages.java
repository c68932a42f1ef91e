package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records as a trainer would publish them; every key starts with the model id. */
final class Lineages {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

    private Lineages() {}

    /** A checkpoint with a snapshot and a dead letter, after {@code step} records of one partition. */
    static Publication publication(String model, long epoch, long step) {
        TrainingCheckpoint checkpoint = checkpoint(model, epoch, step)
                .setSnapshotId(model + "-snapshot-" + step)
                .build();
        return new Publication(
                checkpoint, Optional.of(snapshot(model, epoch, step)), List.of(letter(model, step)), List.of());
    }

    /** A checkpoint alone, which deletes the announcements of others. */
    static Publication bare(String model, long epoch, long step, String... collected) {
        return new Publication(checkpoint(model, epoch, step).build(), Optional.empty(), List.of(), List.of(collected));
    }

    static TrainingCheckpoint.Builder checkpoint(String model, long epoch, long step) {
        return TrainingCheckpoint.newBuilder()
                .setKind(CheckpointKind.CHECKPOINT)
                .setModelId(model)
                .setLineageEpoch(epoch)
                .setCreatedAt(NOW)
                .setCodeVersion("test")
                .setCheckpointId(checkpointId(model, step))
                .setStep(step)
                .setLedger(List.of(ledger(step)));
    }

    static String checkpointId(String model, long step) {
        return model + "-" + step;
    }

    static TrainingCheckpoint claim(String model, long epoch) {
        return TrainingCheckpoint.newBuilder()
                .setKind(CheckpointKind.CLAIM)
                .setModelId(model)
                .setLineageEpoch(epoch)
                .setCreatedAt(NOW)
                .setCodeVersion("test")
                .build();
    }

    static TrainingMetrics metrics(String model, long step) {
        return TrainingMetrics.newBuilder()
                .setModelId(model)
                .setTime(NOW)
                .setStep(step)
                .setImagesSeen(step)
                .setStreamImages(step)
                .setLearningRate(0.1)
                .setMomentum(0.99)
                .setImagesPerSecond(1)
                .setDataWaitShare(0)
                .setLagRecords(0)
                .setReplaySize(0)
                .build();
    }

    private static LedgerEntry ledger(long read) {
        return LedgerEntry.newBuilder()
                .setTopic(Topics.IMAGES.name())
                .setPartition(0)
                .setStartOffset(0)
                .setNextOffset(read)
                .setCovered(read)
                .setTrained(read)
                .setDeadLettered(0)
                .setDropped(0)
                .setDuplicates(0)
                .build();
    }

    private static ModelSnapshot snapshot(String model, long epoch, long step) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(model + "-snapshot-" + step)
                .setModelId(model)
                .setLineageEpoch(epoch)
                .setCreatedAt(NOW)
                .setStep(step)
                .setImagesSeen(step)
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(8)
                .setInputSize(16)
                .setArtifactUri("file:///nowhere")
                .setArtifactSha256("00")
                .setArtifactBytes(0)
                .setSeed(1)
                .setConfigHash("00")
                .setCodeVersion("test")
                .build();
    }

    private static DeadLetter letter(String model, long step) {
        return DeadLetter.newBuilder()
                .setTime(NOW)
                .setStage("trainer")
                .setReason(DeadLetterReason.TRUNCATED)
                .setMessage("refused before step " + step)
                .setSource(model + "-source")
                .setSize(0)
                .build();
    }
}
