package io.slipstream.evaluator.score;

import io.slipstream.schemas.record.ProbeScore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest score of every snapshot on every probe set, as far as later decisions need it.
 *
 * <p>Shared by everything that has to know scores. Not thread-safe.
 */
public final class ScoreHistory {

    /**
     * What stays known of a {@link ProbeScore}.
     *
     * @param suite under which it was made; scores compare only under the same
     */
    public record Known(
            String snapshotId,
            String modelId,
            long step,
            long imagesSeen,
            String probeSet,
            String suite,
            double knnTop1,
            Instant time) {}

    private final Map<String, Map<String, Known>> byProbeSet = new HashMap<>();

    /** Takes note of a score; a later one of the same snapshot and probe set replaces it. */
    public void add(ProbeScore score) {
        Known known = new Known(
                score.getSnapshotId(),
                score.getModelId(),
                score.getStep(),
                score.getImagesSeen(),
                score.getProbeSet(),
                score.getSuite(),
                score.getKnnTop1(),
                score.getTime());
        byProbeSet.computeIfAbsent(known.probeSet(), set -> new HashMap<>()).put(known.snapshotId(), known);
    }

    /** The score of a snapshot on a probe set, under whatever suite. */
    public Optional<Known> score(String probeSet, String snapshotId) {
        return Optional.ofNullable(on(probeSet).get(snapshotId));
    }

    /** All scores on a probe set, in no order. */
    public Collection<Known> scores(String probeSet) {
        return List.copyOf(on(probeSet).values());
    }

    /** The score of the untrained encoder of a lineage on a probe set under a suite. */
    public Optional<Known> baseline(String modelId, String probeSet, String suite) {
        return on(probeSet).values().stream()
                .filter(known -> known.step() == 0
                        && known.modelId().equals(modelId)
                        && known.suite().equals(suite))
                .findFirst();
    }

    private Map<String, Known> on(String probeSet) {
        return byProbeSet.getOrDefault(probeSet, Map.of());
    }
}
