package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of one model: the newest record of every key, and what was asked for, in order.
 *
 * <p>Each topic is added in the order of its offsets; how the topics interleave does not matter. Records of other models
 * are ignored. Not thread-safe.
 */
public final class Evidence {

    private final String model;
    private final Map<String, Received<ModelSnapshot>> snapshots = new HashMap<>();
    private final List<String> announced = new ArrayList<>();
    private final Map<String, Received<SnapshotReport>> reports = new HashMap<>();
    private final Map<String, Map<String, Received<ProbeScore>>> scores = new HashMap<>();
    private final List<Received<ChannelRequest>> requests = new ArrayList<>();
    private final TreeSet<Long> reportOffsets = new TreeSet<>();
    private final TreeSet<Long> scoreOffsets = new TreeSet<>();
    private final Map<String, Long> until = new TreeMap<>();
    private long lineageEpoch = Long.MIN_VALUE;
    private Instant time = Instant.EPOCH;

    /** Nothing, of a model. */
    public Evidence(String model) {
        this.model = model;
    }

    /**
     * An announcement; one of a lineage epoch lower than the highest seen is known, but never becomes a candidate, unless it
     * is a release.
     */
    public void snapshot(Received<ModelSnapshot> received) {
        ModelSnapshot snapshot = received.value();
        if (!snapshot.getModelId().equals(model)) {
            return;
        }
        boolean isNew = snapshots.put(snapshot.getSnapshotId(), received) == null;
        if (isNew && (snapshot.getLineageEpoch() >= lineageEpoch || snapshot.getRelease() != null)) {
            announced.add(snapshot.getSnapshotId());
            lineageEpoch = Math.max(lineageEpoch, snapshot.getLineageEpoch());
        }
        advance(snapshot.getCreatedAt());
    }

    /** A report. */
    public void report(Received<SnapshotReport> received) {
        if (received.value().getModelId().equals(model)) {
            reports.put(received.value().getSnapshotId(), received);
            reportOffsets.add(received.offset());
            advance(received.value().getTime());
        }
    }

    /** A score. */
    public void score(Received<ProbeScore> received) {
        ProbeScore score = received.value();
        if (score.getModelId().equals(model)) {
            scores.computeIfAbsent(score.getSnapshotId(), id -> new TreeMap<>()).put(score.getProbeSet(), received);
            scoreOffsets.add(received.offset());
            advance(score.getTime());
        }
    }

    /** A request. */
    public void request(Received<ChannelRequest> received) {
        if (received.value().getModelId().equals(model)) {
            requests.add(received);
            advance(received.value().getTime());
        }
    }

    /** Notes how far a topic has been read: up to this offset, exclusive. */
    public void readUntil(String topic, long offset) {
        until.put(topic, offset);
    }

    private void advance(Instant seen) {
        if (seen.isAfter(time)) {
            time = seen;
        }
    }

    /** How far each topic has been read. */
    Map<String, Long> until() {
        return Collections.unmodifiableMap(until);
    }

    /** The newest event time of all records. */
    public Instant time() {
        return time;
    }

    /** What is known of a snapshot; empty if it has not been announced. */
    public Optional<Known> known(String snapshotId) {
        @Nullable Received<ModelSnapshot> snapshot = snapshots.get(snapshotId);
        return snapshot == null
                ? Optional.empty()
                : Optional.of(new Known(
                        snapshot,
                        Optional.ofNullable(reports.get(snapshotId)),
                        scores.getOrDefault(snapshotId, Map.of())));
    }

    /** Ids of the announced snapshots of the lineage in force, oldest first. */
    public List<String> announced() {
        return Collections.unmodifiableList(announced);
    }

    /** The first request behind an offset. */
    public Optional<Received<ChannelRequest>> requestAfter(long offset) {
        return requests.stream().filter(request -> request.offset() > offset).findFirst();
    }

    /** Reports and scores that came since a channel has served what it serves. */
    long evidenceSince(Channel channel) {
        return (long) reportOffsets
                        .tailSet(channel.until(Topics.SNAPSHOT_REPORTS.name()))
                        .size()
                + scoreOffsets
                        .tailSet(channel.until(Topics.PROBE_SCORES.name()))
                        .size();
    }
}
