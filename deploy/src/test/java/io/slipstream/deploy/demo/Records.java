package io.slipstream.deploy.demo;

import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.DriftCells;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.record.TrainingMetrics;
import java.time.Instant;
import java.util.List;

/** Records of a small training run, for tests. */
final class Records {
    static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
    private static final int IMAGES_PER_STEP = 64;

    private Records() {}

    static ModelSnapshot snapshot(String model, long step, Instant createdAt) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(model + "-" + step)
                .setModelId(model)
                .setCreatedAt(createdAt)
                .setStep(step)
                .setImagesSeen(step * IMAGES_PER_STEP)
                .setLoss(step == 0 ? null : Double.valueOf(0.25))
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(128)
                .setInputSize(32)
                .setArtifactUri("file:/snapshots/" + model + "-" + step)
                .setArtifactSha256("0".repeat(64))
                .setArtifactBytes(1)
                .setSeed(7)
                .setConfigHash("0".repeat(64))
                .setCodeVersion("test")
                .build();
    }

    static ProbeScore score(String model, long step, double knnTop1) {
        return ProbeScore.newBuilder()
                .setSnapshotId(model + "-" + step)
                .setModelId(model)
                .setStep(step)
                .setImagesSeen(step * IMAGES_PER_STEP)
                .setProbeSet("camera")
                .setTime(START)
                .setBankSize(1200)
                .setQuerySize(300)
                .setClasses(6)
                .setK(120)
                .setTemperature(0.1)
                .setKnnTop1(knnTop1)
                .setRankMe(23.4)
                .setCollapseLevel(0)
                .setEmbeddingDim(128)
                .setEmbedMillis(900)
                .build();
    }

    static TrainingMetrics metrics(String model, Instant time, long step, double dataWaitShare) {
        return metrics(model, time, step, dataWaitShare, false, List.of());
    }

    static TrainingMetrics metrics(
            String model, Instant time, long step, double dataWaitShare, boolean finished, List<LedgerEntry> ledger) {
        return TrainingMetrics.newBuilder()
                .setModelId(model)
                .setTime(time)
                .setStep(step)
                .setImagesSeen(step * IMAGES_PER_STEP)
                .setStreamImages(step * IMAGES_PER_STEP / 2)
                .setLoss(0.412)
                .setLearningRate(0.001)
                .setMomentum(0.99)
                .setImagesPerSecond(231)
                .setDataWaitShare(dataWaitShare)
                .setLagRecords(3)
                .setReplaySize(100)
                .setFinished(finished)
                .setLedger(ledger)
                .build();
    }

    static LedgerEntry ledger(long covered, long trained, long deadLettered, long pending) {
        return LedgerEntry.newBuilder()
                .setTopic("images")
                .setPartition(0)
                .setStartOffset(0)
                .setNextOffset(covered)
                .setCovered(covered)
                .setTrained(trained)
                .setDeadLettered(deadLettered)
                .setDropped(0)
                .setDuplicates(0)
                .setPending(pending)
                .build();
    }

    static DeadLetter refused(DeadLetterReason reason, String message) {
        return DeadLetter.newBuilder()
                .setTime(START)
                .setStage("ingest")
                .setReason(reason)
                .setMessage(message)
                .setSource("folder")
                .setSize(0)
                .build();
    }

    static SnapshotReport report(String model, long step, SnapshotVerdict verdict, String... reasons) {
        return SnapshotReport.newBuilder()
                .setSnapshotId(model + "-" + step)
                .setModelId(model)
                .setLineageEpoch(1)
                .setStep(step)
                .setImagesSeen(step * IMAGES_PER_STEP)
                .setTime(START)
                .setSuite("0".repeat(64))
                .setCanonicalSize(100)
                .setEmbeddingDim(128)
                .setRankMe(23.4)
                .setCollapseLevel(0)
                .setVerdict(verdict)
                .setReasons(List.of(reasons))
                .build();
    }

    /** A window that covers ten seconds; an alarm names their second half as the moment. */
    static DriftReport window(String model, String source, long number, Instant start, boolean alarm) {
        return DriftReport.newBuilder()
                .setSource(source)
                .setApplication("drift")
                .setModelId(model)
                .setWindow(number)
                .setTime(start)
                .setWindowStart(start)
                .setWindowEnd(start.plusSeconds(10))
                .setWindowSize(200)
                .setImagesSeen(400)
                .setUndecodable(0)
                .setTopic("images")
                .setOffsets(List.of())
                .setFixedSnapshotId(model + "-0")
                .setAnchorSize(600)
                .setVerdict(alarm ? DriftVerdict.DRIFTED : DriftVerdict.ORDINARY)
                .setAlarm(alarm)
                .setChangedAfter(alarm ? start.plusSeconds(5) : null)
                .setChangedBefore(alarm ? start.plusSeconds(10) : null)
                .setCells(DriftCells.newBuilder().build())
                .build();
    }

    static ChannelPointer promotion(String model, String channel, long step) {
        return ChannelPointer.newBuilder()
                .setModelId(model)
                .setChannel(channel)
                .setChannelEpoch(1)
                .setDecisionEpoch(1)
                .setSnapshotId(model + "-" + step)
                .setSubjectSnapshotId(model + "-" + step)
                .setAction(ChannelAction.PROMOTE)
                .setTime(START)
                .setActor("gate")
                .build();
    }
}
