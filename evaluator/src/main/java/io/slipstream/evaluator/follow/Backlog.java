package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.follow.Assessments.Progress;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which announced snapshot is scored next: an untrained baseline first, then one that is required, then the newest of a
 * lineage.
 *
 * <p>When training outruns evaluation, the snapshots between the last scored and the newest are skipped, logged and
 * counted; a baseline (step 0) never is, since everything is compared with it, nor is a release, which somebody made to be
 * used, nor a snapshot that is {@link #require required}, wherever it lies. A lineage that has scores goes on behind
 * the last scored snapshot; one that has none begins at the configured offset. Announcements of a lineage epoch lower
 * than the highest seen come from a trainer that has been replaced and are ignored; a release may be made of an earlier
 * checkpoint.
 *
 * <p>Offers must come in the order of the topic, from its beginning. Not thread-safe.
 */
final class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    private final Optional<String> model;
    private final long startOffset;
    private final Function<ModelSnapshot, Progress> progress;
    private final Set<String> done = new HashSet<>();
    private final Map<String, Lineage> lineages = new TreeMap<>();
    private final Deque<ModelSnapshot> required = new ArrayDeque<>();
    private final Set<String> skipped = new HashSet<>();

    /**
     * An empty backlog.
     *
     * @param model the only lineage to follow, or empty for all
     * @param startOffset where a lineage without scores begins
     * @param progress how far a snapshot has come already, asked when it is announced
     */
    Backlog(Optional<String> model, long startOffset, Function<ModelSnapshot, Progress> progress) {
        this.model = model;
        this.startOffset = startOffset;
        this.progress = progress;
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
        boolean isRelease = snapshot.getRelease() != null;
        if (snapshot.getLineageEpoch() < lineage.epoch && !isRelease) {
            log.atWarn()
                    .addKeyValue("snapshot", snapshot.getSnapshotId())
                    .addKeyValue("found", snapshot.getLineageEpoch())
                    .addKeyValue("expected", lineage.epoch)
                    .log("Ignored a snapshot of a lineage epoch that has been replaced");
            return;
        }
        lineage.epoch = Math.max(lineage.epoch, snapshot.getLineageEpoch());
        Progress reached = done.contains(snapshot.getSnapshotId()) ? Progress.ALL : progress.apply(snapshot);
        lineage.hasScores |= reached != Progress.NONE;
        if (reached == Progress.ALL) {
            if (!isRelease) {
                lineage.forgetUpTo(snapshot.getStep());
            }
        } else if (lineage.hasScores || announced.offset() >= startOffset) {
            add(announced, lineage);
        }
    }

    private void add(Received<ModelSnapshot> announced, Lineage lineage) {
        if (announced.value().getRelease() != null) {
            require(announced.value());
            return;
        }
        if (announced.value().getStep() == 0) {
            lineage.baselines.add(announced);
            return;
        }
        if (lineage.newest != null) {
            skipped.add(lineage.newest.value().getSnapshotId());
            log.atInfo()
                    .addKeyValue("snapshot", lineage.newest.value().getSnapshotId())
                    .addKeyValue("newer", announced.value().getSnapshotId())
                    .log("Skipped a snapshot because a newer one is there");
        }
        lineage.newest = announced;
    }

    /**
     * Says that a snapshot has to be scored, because somebody waits for its score: one that was skipped comes back. May be
     * said again and again.
     */
    void require(ModelSnapshot snapshot) {
        String id = snapshot.getSnapshotId();
        if (done.contains(id)
                || (model.isPresent() && !model.get().equals(snapshot.getModelId()))
                || isWaiting(id)
                || progress.apply(snapshot) == Progress.ALL) {
            return;
        }
        if (skipped.remove(id)) {
            log.atInfo().addKeyValue("snapshot", id).log("Took a skipped snapshot back because a channel names it");
        }
        required.add(snapshot);
    }

    private boolean isWaiting(String id) {
        return required.stream().anyMatch(snapshot -> snapshot.getSnapshotId().equals(id))
                || lineages.values().stream()
                        .flatMap(
                                lineage -> Stream.concat(lineage.baselines.stream(), Stream.ofNullable(lineage.newest)))
                        .anyMatch(waiting -> waiting.value().getSnapshotId().equals(id));
    }

    /** Removes and returns the snapshot to score next. */
    Optional<ModelSnapshot> next() {
        for (Lineage lineage : lineages.values()) {
            Received<ModelSnapshot> baseline = lineage.baselines.poll();
            if (baseline != null) {
                return Optional.of(baseline.value());
            }
        }
        if (!required.isEmpty()) {
            return Optional.of(required.remove());
        }
        return newestOfTheFirst();
    }

    private Optional<ModelSnapshot> newestOfTheFirst() {
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
        return required.isEmpty()
                && lineages.values().stream().allMatch(l -> l.newest == null && l.baselines.isEmpty());
    }

    /** Snapshots skipped so far. */
    long skipped() {
        return skipped.size();
    }
}
