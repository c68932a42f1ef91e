package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ProbeScore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The scores on one probe set that are known: which snapshots have one, and the baseline of every lineage. */
final class ScoreHistory {

    private final String probeSet;
    private final Set<String> scored = new HashSet<>();
    private final Map<String, Double> baselines = new HashMap<>();

    ScoreHistory(String probeSet) {
        this.probeSet = probeSet;
    }

    /** Takes note of a score; one on another probe set is ignored. */
    void add(ProbeScore score) {
        if (score.getProbeSet().equals(probeSet)) {
            scored.add(score.getSnapshotId());
            if (score.getStep() == 0) {
                baselines.put(score.getModelId(), score.getKnnTop1());
            }
        }
    }

    /** Ids of the snapshots that have a score. */
    Set<String> scored() {
        return Set.copyOf(scored);
    }

    /** kNN accuracy of the untrained encoder of the lineage, if it has been scored. */
    OptionalDouble baseline(String modelId) {
        Double knn = baselines.get(modelId);
        return knn == null ? OptionalDouble.empty() : OptionalDouble.of(knn);
    }
}
