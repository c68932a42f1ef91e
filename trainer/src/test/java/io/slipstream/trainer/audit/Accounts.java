package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records of model {@code m} as a trainer would publish them, and evidence made of them. */
final class Accounts {

    static final String MODEL = "m";
    static final TopicPartition IMAGES_0 = new TopicPartition("images", 0);

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

    private Accounts() {}

    /** An entry of {@link #IMAGES_0} from offset 0 on, each record of which was trained on. */
    static LedgerEntry.Builder entry(long next) {
        return LedgerEntry.newBuilder()
                .setTopic(IMAGES_0.topic())
                .setPartition(IMAGES_0.partition())
                .setStartOffset(0)
                .setNextOffset(next)
                .setCovered(next)
                .setTrained(next)
                .setDeadLettered(0)
                .setDropped(0)
                .setDuplicates(0);
    }

    /** As {@link #entry}, but some of the records were refused. */
    static LedgerEntry.Builder entry(long next, long refused) {
        return entry(next).setTrained(next - refused).setDeadLettered(refused);
    }

    static TrainingCheckpoint checkpoint(
            long epoch, String id, @Nullable String parent, LedgerEntry.Builder... ledger) {
        return announcement(epoch, CheckpointKind.CHECKPOINT)
                .setCheckpointId(id)
                .setParentId(parent)
                .setLedger(built(ledger))
                .build();
    }

    static TrainingCheckpoint claim(long epoch) {
        return announcement(epoch, CheckpointKind.CLAIM).build();
    }

    private static TrainingCheckpoint.Builder announcement(long epoch, CheckpointKind kind) {
        return TrainingCheckpoint.newBuilder()
                .setKind(kind)
                .setModelId(MODEL)
                .setLineageEpoch(epoch)
                .setCreatedAt(NOW)
                .setCodeVersion("test");
    }

    static TrainingCheckpoint ofModel(String model, TrainingCheckpoint announcement) {
        return TrainingCheckpoint.newBuilder(announcement).setModelId(model).build();
    }

    static TrainingCheckpoint withSnapshot(String snapshot, TrainingCheckpoint checkpoint) {
        return TrainingCheckpoint.newBuilder(checkpoint).setSnapshotId(snapshot).build();
    }

    static ModelSnapshot snapshot(String id, @Nullable String checkpoint, LedgerEntry.Builder... ledger) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(id)
                .setModelId(MODEL)
                .setCheckpointId(checkpoint)
                .setLedger(built(ledger))
                .setLineageEpoch(1)
                .setCreatedAt(NOW)
                .setStep(1)
                .setImagesSeen(1)
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

    private static List<LedgerEntry> built(LedgerEntry.Builder... ledger) {
        return Arrays.stream(ledger).map(LedgerEntry.Builder::build).toList();
    }

    /** The dead letters of all records there were, one for each of the offsets. */
    static Letters letters(long... offsets) {
        return new Letters(
                true,
                LongStream.of(offsets)
                        .mapToObj(offset -> new Place(IMAGES_0, offset))
                        .toList());
    }

    /** What is left of {@link #IMAGES_0}: a record at every offset of a range but some. */
    static HeldRecords held(long first, long end, List<Long> bounds, Long... missing) {
        HeldRecords held = new HeldRecords(first, end, bounds);
        LongStream.range(first, end)
                .filter(offset -> !List.of(missing).contains(offset))
                .forEach(held::add);
        return held;
    }

    static Evidence evidence(TrainingCheckpoint... announcements) {
        return new Evidence(MODEL, List.of(announcements), List.of(), List.of(), letters(), Map.of());
    }

    static Evidence with(Evidence evidence, ModelSnapshot... snapshots) {
        return new Evidence(
                MODEL,
                evidence.announcements(),
                evidence.later(),
                List.of(snapshots),
                evidence.letters(),
                evidence.held());
    }

    static Evidence with(Evidence evidence, Letters letters) {
        return new Evidence(
                MODEL, evidence.announcements(), evidence.later(), evidence.snapshots(), letters, evidence.held());
    }

    static Evidence with(Evidence evidence, HeldRecords held) {
        return new Evidence(
                MODEL,
                evidence.announcements(),
                evidence.later(),
                evidence.snapshots(),
                evidence.letters(),
                Map.of(IMAGES_0, held));
    }

    static Evidence followedBy(Evidence evidence, TrainingCheckpoint... later) {
        return new Evidence(
                MODEL,
                evidence.announcements(),
                List.of(later),
                evidence.snapshots(),
                evidence.letters(),
                evidence.held());
    }

    static List<String> texts(Check check) {
        return check.findings().stream().map(Finding::text).toList();
    }

    /** Checkpoints of one epoch, each of which went on from the one before: {@code c0}, {@code c1}, … */
    static TrainingCheckpoint[] line(LedgerEntry.Builder... ledgers) {
        return IntStream.range(0, ledgers.length)
                .mapToObj(i -> checkpoint(1, "c" + i, i == 0 ? null : "c" + (i - 1), ledgers[i]))
                .toArray(TrainingCheckpoint[]::new);
    }
}
