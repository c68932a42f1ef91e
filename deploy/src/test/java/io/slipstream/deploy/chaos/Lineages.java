package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What trainers that work as they should leave behind, for tests that then spoil it. */
final class Lineages {
    static final StreamPlan PLAN = StreamPlan.of(200, 2, 7);
    static final Map<String, String> HASHES =
            Map.of("student", "a", "teacher", "b", "optimizer", "c", "memory", "d", "replay", "e", "stream", "f");

    private static final Instant TIME = Instant.parse("2026-11-22T14:00:00Z");
    private static final List<Long> STEPS = List.of(0L, 25L, 50L, 60L);

    private Lineages() {}

    /** A model with a checkpoint and a snapshot at four steps, trained by so many trainers, one after the other. */
    static Evidence sound(String model, int trainers) {
        List<TrainingCheckpoint> announcements = new ArrayList<>();
        List<ModelSnapshot> snapshots = new ArrayList<>();
        Map<String, String> encoders = new HashMap<>();
        for (int i = 0; i < STEPS.size(); i++) {
            int epoch = Math.min(i + 1, trainers);
            if (i < trainers) {
                announcements.add(claim(model, epoch));
            }
            Long before = i == 0 ? null : STEPS.get(i - 1);
            announcements.add(checkpoint(model, epoch, STEPS.get(i), before));
            snapshots.add(snapshot(model, epoch, STEPS.get(i), before));
            encoders.put(snapshotId(model, STEPS.get(i)), "encoder at step " + STEPS.get(i));
        }
        return new Evidence(model, announcements, snapshots, encoders, List.of(), letters());
    }

    static TrainingCheckpoint claim(String model, long epoch) {
        return TrainingCheckpoint.newBuilder()
                .setKind(CheckpointKind.CLAIM)
                .setModelId(model)
                .setLineageEpoch(epoch)
                .setCreatedAt(TIME)
                .setCodeVersion("test")
                .build();
    }

    static TrainingCheckpoint checkpoint(String model, long epoch, long step, @Nullable Long before) {
        return TrainingCheckpoint.newBuilder(claim(model, epoch))
                .setKind(CheckpointKind.CHECKPOINT)
                .setCheckpointId(checkpointId(model, step))
                .setParentId(before == null ? null : checkpointId(model, before))
                .setSnapshotId(snapshotId(model, step))
                .setStep(step)
                .setImagesSeen(32 * step)
                .setStateHashes(HASHES)
                .setLedger(ledger())
                .build();
    }

    static ModelSnapshot snapshot(String model, long epoch, long step, @Nullable Long before) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(snapshotId(model, step))
                .setModelId(model)
                .setParentId(before == null ? null : snapshotId(model, before))
                .setLineageEpoch(epoch)
                .setCreatedAt(TIME)
                .setStep(step)
                .setImagesSeen(32 * step)
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(128)
                .setInputSize(16)
                .setArtifactUri("file:/snapshots/" + snapshotId(model, step))
                .setArtifactSha256("0".repeat(64))
                .setArtifactBytes(1)
                .setSeed(7)
                .setConfigHash("0".repeat(64))
                .setCodeVersion("test")
                .setCheckpointId(checkpointId(model, step))
                .build();
    }

    static List<LedgerEntry> ledger() {
        return ledger(PLAN);
    }

    /** The account of a trainer that has read all of it. */
    static List<LedgerEntry> ledger(StreamPlan read) {
        return IntStream.range(0, read.partitions())
                .mapToObj(partition -> {
                    StreamPlan.Tally tally = read.tally(partition);
                    return LedgerEntry.newBuilder()
                            .setTopic(Topics.IMAGES.name())
                            .setPartition(partition)
                            .setStartOffset(0)
                            .setNextOffset(tally.records())
                            .setCovered(tally.records())
                            .setTrained(tally.images())
                            .setDeadLettered(tally.poison())
                            .setDropped(0)
                            .setDuplicates(tally.duplicates())
                            .build();
                })
                .toList();
    }

    static List<DeadLetter> letters() {
        return PLAN.entries().stream()
                .filter(entry -> entry.content().isPoison())
                .map(entry -> letter(entry.partition(), entry.offset()))
                .toList();
    }

    static DeadLetter letter(int partition, long offset) {
        return DeadLetter.newBuilder()
                .setTime(TIME)
                .setStage("trainer")
                .setReason(DeadLetterReason.EMPTY)
                .setMessage("expected an image, found a record without a value")
                .setSource("line-1")
                .setTopic(Topics.IMAGES.name())
                .setPartition(partition)
                .setOffset(offset)
                .setSize(0)
                .build();
    }

    static String checkpointId(String model, long step) {
        return model + "-checkpoint-" + step;
    }

    static String snapshotId(String model, long step) {
        return model + "-snapshot-" + step;
    }

    /** The same with other announcements. */
    static Evidence with(Evidence evidence, List<TrainingCheckpoint> announcements) {
        return new Evidence(
                evidence.model(),
                announcements,
                evidence.snapshots(),
                evidence.encoders(),
                evidence.damage(),
                evidence.deadLetters());
    }

    /** The same with another last checkpoint. */
    static Evidence endingWith(Evidence evidence, TrainingCheckpoint last) {
        List<TrainingCheckpoint> announcements = new ArrayList<>(evidence.announcements());
        announcements.set(announcements.size() - 1, last);
        return with(evidence, announcements);
    }

    /** The same with other snapshots. */
    static Evidence withSnapshots(Evidence evidence, List<ModelSnapshot> snapshots) {
        return new Evidence(
                evidence.model(),
                evidence.announcements(),
                snapshots,
                evidence.encoders(),
                evidence.damage(),
                evidence.deadLetters());
    }
}
