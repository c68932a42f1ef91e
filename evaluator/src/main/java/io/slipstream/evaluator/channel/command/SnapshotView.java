package io.slipstream.evaluator.channel.command;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.decision.ChannelState;
import io.slipstream.evaluator.channel.decision.Evidence;
import io.slipstream.evaluator.channel.decision.History;
import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.Release;
import io.slipstream.schemas.record.SnapshotReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot as people see it.
 *
 * @param known what was published about it
 * @param channels channels that serve it
 * @param revoked whether it must not be served any more
 */
record SnapshotView(Known known, List<String> channels, boolean revoked) {

    /** All snapshots of the lineage in force, oldest first. */
    static List<SnapshotView> all(String model, History history) {
        Evidence evidence = new Evidence(model);
        history.snapshots().forEach(evidence::snapshot);
        history.reports().forEach(evidence::report);
        history.scores().forEach(evidence::score);
        ChannelState state = new ChannelState(model);
        history.of(model).decisions().forEach(decision -> state.apply(decision.value()));
        List<SnapshotView> views = new ArrayList<>();
        evidence.announced().forEach(id -> evidence.known(id).ifPresent(known -> views.add(of(known, state))));
        return views;
    }

    private static SnapshotView of(Known known, ChannelState state) {
        List<String> channels = new ArrayList<>();
        for (Name name : Name.values()) {
            if (state.channel(name).serving().equals(known.id())) {
                channels.add(name.text());
            }
        }
        return new SnapshotView(known, channels, state.revoked().contains(known.id()));
    }

    String id() {
        return known.id();
    }

    String state() {
        return revoked ? "revoked" : channels.isEmpty() ? "-" : String.join(",", channels);
    }

    Optional<SnapshotReport> report() {
        return known.report().map(received -> received.value());
    }

    /** The nearest-neighbour accuracy on each probe set, by name. */
    Map<String, Double> knn() {
        Map<String, Double> scores = new TreeMap<>();
        known.scores().forEach((set, score) -> scores.put(set, score.value().getKnnTop1()));
        return scores;
    }

    /** As a JSON tree. */
    Map<String, @Nullable Object> tree() {
        ModelSnapshot snapshot = known.snapshot().value();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("snapshot", id());
        tree.put("step", snapshot.getStep());
        tree.put("imagesSeen", snapshot.getImagesSeen());
        tree.put("createdAt", snapshot.getCreatedAt().toString());
        tree.put("lineageEpoch", snapshot.getLineageEpoch());
        tree.put("parent", snapshot.getParentId());
        tree.put("release", snapshot.getRelease() == null ? null : tree(snapshot.getRelease()));
        tree.put("artifactUri", snapshot.getArtifactUri());
        tree.put("artifactSha256", snapshot.getArtifactSha256());
        tree.put("channels", channels);
        tree.put("revoked", revoked);
        tree.put("report", report().map(SnapshotView::tree).orElse(null));
        Map<String, Object> scores = new TreeMap<>();
        known.scores().forEach((set, score) -> scores.put(set, tree(score.value())));
        tree.put("scores", scores);
        return tree;
    }

    private static Map<String, @Nullable Object> tree(Release release) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("steps", release.getSteps());
        tree.put("rate", release.getRate());
        tree.put("finalRate", release.getFinalRate());
        return tree;
    }

    private static Map<String, @Nullable Object> tree(SnapshotReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("verdict", report.getVerdict().name());
        tree.put("reasons", report.getReasons());
        tree.put("rankMe", report.getRankMe());
        tree.put("collapseLevel", report.getCollapseLevel());
        tree.put("suite", report.getSuite());
        tree.put("time", report.getTime().toString());
        Map<String, Object> cka = new TreeMap<>();
        report.getComparisons()
                .forEach(other -> cka.put(other.getRole() + " " + other.getSnapshotId(), other.getCka()));
        tree.put("cka", cka);
        return tree;
    }

    private static Map<String, @Nullable Object> tree(ProbeScore score) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("knnTop1", score.getKnnTop1());
        tree.put("knnLow", score.getKnnLow());
        tree.put("knnHigh", score.getKnnHigh());
        tree.put(
                "linearTop1",
                score.getLinear() == null ? null : score.getLinear().getTop1());
        tree.put("suite", score.getSuite());
        tree.put("time", score.getTime().toString());
        return tree;
    }

    /** A decision as a JSON tree. */
    static Map<String, @Nullable Object> tree(ChannelPointer decision) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("decision", decision.getDecisionEpoch());
        tree.put("channel", decision.getChannel());
        tree.put("channelEpoch", decision.getChannelEpoch());
        tree.put("action", decision.getAction().name());
        tree.put("subject", decision.getSubjectSnapshotId());
        tree.put("serves", decision.getSnapshotId());
        tree.put("previous", decision.getPreviousSnapshotId());
        tree.put("fallbacks", decision.getFallbacks());
        tree.put("time", decision.getTime().toString());
        tree.put("actor", decision.getActor());
        tree.put("reasons", decision.getReasons());
        tree.put("evidence", new TreeMap<>(decision.getEvidence()));
        tree.put("gatesHash", decision.getGatesHash());
        return tree;
    }
}
