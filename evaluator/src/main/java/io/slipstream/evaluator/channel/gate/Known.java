package io.slipstream.evaluator.channel.gate;

import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import java.util.Map;
import java.util.Optional;

/**
 * All that the topics say of one snapshot, with where it was read.
 *
 * @param snapshot its announcement
 * @param report its newest report
 * @param scores its newest score on each probe set, by name
 */
public record Known(
        Received<ModelSnapshot> snapshot,
        Optional<Received<SnapshotReport>> report,
        Map<String, Received<ProbeScore>> scores) {

    /** Copies the map. */
    public Known {
        scores = Map.copyOf(scores);
    }

    /** Id of the snapshot. */
    public String id() {
        return snapshot.value().getSnapshotId();
    }
}
