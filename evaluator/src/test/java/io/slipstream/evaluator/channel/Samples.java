package io.slipstream.evaluator.channel;

import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.record.SpaceComparison;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a model as the trainer, the evaluator and people publish them. */
public final class Samples {

    public static final String MODEL = "m";
    public static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private Samples() {}

    public static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    public static ModelSnapshot snapshot(long step, long seconds) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(MODEL + "-" + step)
                .setModelId(MODEL)
                .setLineageEpoch(1)
                .setCreatedAt(at(seconds))
                .setStep(step)
                .setImagesSeen(100 * step)
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(64)
                .setInputSize(32)
                .setArtifactUri("file:///nowhere/" + step)
                .setArtifactSha256("0".repeat(64))
                .setArtifactBytes(1)
                .setSeed(1)
                .setConfigHash("0".repeat(64))
                .setCodeVersion("test")
                .build();
    }

    public static SnapshotReport report(long step, long seconds, SnapshotVerdict verdict) {
        return SnapshotReport.newBuilder()
                .setSnapshotId(MODEL + "-" + step)
                .setModelId(MODEL)
                .setLineageEpoch(1)
                .setStep(step)
                .setImagesSeen(100 * step)
                .setTime(at(seconds))
                .setSuite("suite")
                .setCanonicalSize(256)
                .setEmbeddingDim(64)
                .setRankMe(40)
                .setCollapseLevel(0.1)
                .setVerdict(verdict)
                .build();
    }

    public static SnapshotReport healthy(long step, long seconds) {
        return report(step, seconds, SnapshotVerdict.HEALTHY);
    }

    public static SpaceComparison comparison(String snapshotId, double cka) {
        return SpaceComparison.newBuilder()
                .setRole("stable")
                .setSnapshotId(snapshotId)
                .setCka(cka)
                .setNeighbourOverlap(0.5)
                .setNeighbours(10)
                .setAgreement(0.8)
                .setDirectOverlap(0.5)
                .setProcrustes(0.1)
                .setMapR2(0.9)
                .build();
    }

    public static ProbeScore score(long step, long seconds, double top1) {
        return ProbeScore.newBuilder()
                .setSnapshotId(MODEL + "-" + step)
                .setModelId(MODEL)
                .setStep(step)
                .setImagesSeen(100 * step)
                .setProbeSet("cifar")
                .setTime(at(seconds))
                .setBankSize(1600)
                .setQuerySize(400)
                .setClasses(10)
                .setK(20)
                .setTemperature(0.1)
                .setKnnTop1(top1)
                .setKnnLow(top1 - 0.02)
                .setKnnHigh(top1 + 0.02)
                .setRankMe(40)
                .setCollapseLevel(0.1)
                .setEmbeddingDim(64)
                .setEmbedMillis(1)
                .setSuite("suite")
                .setPerClass(List.of())
                .build();
    }

    public static ChannelRequest request(
            RequestedAction action, String channel, @Nullable String snapshotId, long seconds) {
        return ChannelRequest.newBuilder()
                .setRequestId(action + "-" + seconds)
                .setModelId(MODEL)
                .setTime(at(seconds))
                .setAction(action)
                .setChannel(channel)
                .setSnapshotId(snapshotId)
                .setReason("because")
                .setRequestedBy("ada")
                .build();
    }
}
