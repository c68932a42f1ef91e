package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which announced snapshot is scored next: an untrained baseline first, then the newest of a lineage.
 *
 * <p>When training outruns evaluation, the snapshots between the last scored and the newest are skipped, logged and
 * counted; a baseline (step 0) never is, since everything is compared with it. A lineage that has scores goes on behind
 * the last scored snapshot; one that has none begins at the configured offset. Announcements of a lineage epoch lower
 * than the highest seen come from a trainer that has been replaced and are ignored.
 *
 * <p>Offers must come in the order of the topic, from its beginning. Not thread-safe.
 */
final class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    private final Optional<String> model;
    private final long startOffset;
    private final Set<String> done;
    private final Map<String, Lineage> lineages = new TreeMap<>();
    private long skipped;

    /**
     * An empty backlog.
     *
     * @param model the only lineage to follow, or empty for all
     * @param startOffset where a lineage without scores begins
     * @param scored ids of the snapshots that have a score already
     */
    Backlog(Optional<String> model, long startOffset, Set<String> scored) {
        this.model = model;
        this.startOffset = startOffset;
        this.done = new HashSet<>(scored);
    }

    private static final class Lineage {
        private final Deque<Received<ModelSnapshot>> baselines = new ArrayDeque<>();
        private @Nullable Received<ModelSnapshot> newest;
        private long epoch = Long.MIN_VALUE;
        private boolean hasScores;

        private Optional<ModelSnapshot> takeNewest() {
            Optional<ModelSnapshot> taken = Optional.ofNullable(newest).map(Received::value);
            newest = null;
            return taken;
        }

        private void forgetUpTo(long step) {
            baselines.removeIf(baseline -> baseline.value().getStep() <= step);
            if (newest != null && newest.value().getStep() <= step) {
                newest = null;
            }
        }
    }

    /** Takes note of an announcement. */
    void offer(Received<ModelSnapshot> announced) {
        ModelSnapshot snapshot = announced.value();
        if (model.isPresent() && !model.get().equals(snapshot.getModelId())) {
            return;
        }
        Lineage lineage = lineages.computeIfAbsent(snapshot.getModelId(), id -> new Lineage());
        if (snapshot.getLineageEpoch() < lineage.epoch) {
            log.atWarn()
                    .addKeyValue("snapshot", snapshot.getSnapshotId())
                    .addKeyValue("found", snapshot.getLineageEpoch())
                    .addKeyValue("expected", lineage.epoch)
                    .log("Ignored a snapshot of a lineage epoch that has been replaced");
            return;
        }
        lineage.epoch = snapshot.getLineageEpoch();
        if (done.contains(snapshot.getSnapshotId())) {
            lineage.hasScores = true;
            lineage.forgetUpTo(snapshot.getStep());
        } else if (lineage.hasScores || announced.offset() >= startOffset) {
            add(announced, lineage);
        }
    }

    private void add(Received<ModelSnapshot> announced, Lineage lineage) {
        if (announced.value().getStep() == 0) {
            lineage.baselines.add(announced);
            return;
        }
        if (lineage.newest != null) {
            skipped++;
            log.atInfo()
                    .addKeyValue("snapshot", lineage.newest.value().getSnapshotId())
                    .addKeyValue("newer", announced.value().getSnapshotId())
                    .log("Skipped a snapshot because a newer one is there");
        }
        lineage.newest = announced;
    }

    /** Removes and returns the snapshot to score next. */
    Optional<ModelSnapshot> next() {
        for (Lineage lineage : lineages.values()) {
            Received<ModelSnapshot> baseline = lineage.baselines.poll();
            if (baseline != null) {
                return Optional.of(baseline.value());
            }
        }
        @Nullable Lineage first = null;
        long lowest = Long.MAX_VALUE;
        for (Lineage lineage : lineages.values()) {
            if (lineage.newest != null && lineage.newest.offset() < lowest) {
                first = lineage;
                lowest = lineage.newest.offset();
            }
        }
        return first == null ? Optional.empty() : first.takeNewest();
    }

    /** Notes that a snapshot has been dealt with, well or badly, so that a second announcement of it changes nothing. */
    void done(String snapshotId) {
        done.add(snapshotId);
    }

    /** Whether something is waiting. */
    boolean isEmpty() {
        return lineages.values().stream().allMatch(l -> l.newest == null && l.baselines.isEmpty());
    }

    /** Snapshots skipped so far. */
    long skipped() {
        return skipped;
    }
}
