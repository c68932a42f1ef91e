package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been announced of one model's lineage, folded from the records of the topic in their order. Thread-safe. */
final class Announcements {

    private final String model;
    private final Map<String, TrainingCheckpoint> checkpoints = new LinkedHashMap<>();
    private long epoch;

    Announcements(String model) {
        this.model = model;
    }

    /**
     * Takes the next record. Other models' are passed over, and so are those of a lower epoch than the highest so far:
     * a claim has made them void.
     *
     * @param value null deletes the checkpoint of that key
     */
    synchronized void add(String key, @Nullable TrainingCheckpoint value) {
        if (value == null) {
            checkpoints.remove(key);
        } else if (value.getModelId().equals(model) && value.getLineageEpoch() >= epoch) {
            epoch = value.getLineageEpoch();
            if (value.getKind() == CheckpointKind.CHECKPOINT) {
                checkpoints.put(key, value);
            }
        }
    }

    /** The highest lineage epoch; 0 when there is none. */
    synchronized long epoch() {
        return epoch;
    }

    /** Checkpoints that have not been deleted, oldest first. */
    synchronized List<TrainingCheckpoint> checkpoints() {
        return List.copyOf(checkpoints.values());
    }
}
