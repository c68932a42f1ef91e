package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the topics say of models: every announced snapshot, and which snapshot each channel serves.
 *
 * <p>Read up to the end of both topics before each choice of a snapshot. Not thread-safe.
 */
public final class ModelHistory {

    private static final Set<String> CANDIDATE_CHANNELS = Set.of("candidate", "shadow");

    private final Map<String, ModelSnapshot> snapshots = new HashMap<>();
    private final Map<String, ModelSnapshot> baselines = new HashMap<>();
    private final Map<String, ChannelPointer> channels = new LinkedHashMap<>();

    /** Takes note of an announcement. */
    public void announced(ModelSnapshot snapshot) {
        snapshots.put(snapshot.getSnapshotId(), snapshot);
        if (snapshot.getStep() == 0) {
            baselines.put(snapshot.getModelId(), snapshot);
        }
    }

    /** Takes note of a decision; decisions come in the order of their topic. */
    public void decided(ChannelPointer pointer) {
        channels.put(pointer.getModelId() + "/" + pointer.getChannel(), pointer);
    }

    /** The announcement of a snapshot. */
    public Optional<ModelSnapshot> snapshot(String snapshotId) {
        return Optional.ofNullable(snapshots.get(snapshotId));
    }

    /** The newest decision on a channel of a model. */
    public Optional<ChannelPointer> channel(String modelId, String channel) {
        return Optional.ofNullable(channels.get(modelId + "/" + channel));
    }

    /** The snapshot that a channel serves, if it serves one and that has been announced. */
    public Optional<ModelSnapshot> served(String modelId, String channel) {
        return channel(modelId, channel).flatMap(pointer -> snapshot(pointer.getSnapshotId()));
    }

    /** The snapshots that are to be promoted: those that the channels candidate and shadow of each model serve. */
    public List<ModelSnapshot> candidates() {
        return channels.values().stream()
                .filter(pointer -> CANDIDATE_CHANNELS.contains(pointer.getChannel()))
                .flatMap(pointer -> snapshot(pointer.getSnapshotId()).stream())
                .distinct()
                .toList();
    }

    /** The untrained encoder a lineage began with. */
    public Optional<ModelSnapshot> baseline(String modelId) {
        return Optional.ofNullable(baselines.get(modelId));
    }
}
