package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * All that an audit of one model judges by, read from the topics.
 *
 * @param model the model id
 * @param announcements of all models, in the order of the topic, from before the rest was read
 * @param later those of all models that came while the rest was read
 * @param snapshots of the model, in the order of the topic
 * @param letters dead letters of all trainers
 * @param held what is left of the partitions that the model has read; none for one that is gone
 */
record Evidence(
        String model,
        List<TrainingCheckpoint> announcements,
        List<TrainingCheckpoint> later,
        List<ModelSnapshot> snapshots,
        Letters letters,
        Map<TopicPartition, HeldRecords> held) {

    Evidence {
        announcements = List.copyOf(announcements);
        later = List.copyOf(later);
        snapshots = List.copyOf(snapshots);
        held = Map.copyOf(held);
    }

    /** The lineage that is audited: without what came later. */
    Lineage lineage() {
        return Lineage.of(model, announcements);
    }

    /** Every model's lineage, this one's too, with what came later. */
    List<Lineage> allLineages() {
        List<TrainingCheckpoint> all =
                Stream.concat(announcements.stream(), later.stream()).toList();
        return all.stream()
                .map(TrainingCheckpoint::getModelId)
                .distinct()
                .map(one -> Lineage.of(one, all))
                .toList();
    }
}
