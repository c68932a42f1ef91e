package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What is to become visible all at once.
 *
 * @param what what it is, for logs and messages: "a checkpoint"
 * @param id which one
 * @param level level of the log lines around its commit
 * @param records makes the records; asked again for every try, since it needs the schema registry, which may be away
 * @param offsets offsets of the group, by partition
 */
record Transaction(
        String what,
        String id,
        Level level,
        Supplier<List<ProducerRecord<String, byte[]>>> records,
        Map<TopicPartition, OffsetAndMetadata> offsets) {

    /** A checkpoint and all that goes with it. */
    static Transaction of(Publication publication, Serializer<SpecificRecord> serializer) {
        return new Transaction(
                "a checkpoint",
                publication.checkpointId(),
                Level.INFO,
                () -> records(publication, serializer),
                publication.offsets());
    }

    /** A claim to a lineage. */
    static Transaction of(TrainingCheckpoint claim, Serializer<SpecificRecord> serializer) {
        String name = Topics.MODEL_CHECKPOINTS.name();
        return new Transaction(
                "a claim",
                claim.getModelId() + " epoch " + claim.getLineageEpoch(),
                Level.INFO,
                () -> List.of(record(name, claim.getModelId(), claim, serializer)),
                Map.of());
    }

    /** A report of how training goes. */
    static Transaction of(TrainingMetrics metrics, Serializer<SpecificRecord> serializer) {
        String name = Topics.TRAINING_METRICS.name();
        return new Transaction(
                "training metrics",
                metrics.getModelId() + " step " + metrics.getStep(),
                Level.DEBUG,
                () -> List.of(record(name, metrics.getModelId(), metrics, serializer)),
                Map.of());
    }

    private static List<ProducerRecord<String, byte[]>> records(
            Publication publication, Serializer<SpecificRecord> serializer) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        String letters = Topics.IMAGES_DEAD_LETTER.name();
        publication
                .deadLetters()
                .forEach(letter -> records.add(record(letters, letter.getSource(), letter, serializer)));
        publication
                .snapshot()
                .ifPresent(snapshot -> records.add(
                        record(Topics.MODEL_SNAPSHOTS.name(), snapshot.getSnapshotId(), snapshot, serializer)));
        String checkpoints = Topics.MODEL_CHECKPOINTS.name();
        records.add(record(checkpoints, publication.checkpointId(), publication.checkpoint(), serializer));
        publication.collected().forEach(id -> records.add(record(checkpoints, id, null, serializer)));
        return records;
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String key, @Nullable SpecificRecord value, Serializer<SpecificRecord> serializer) {
        return new ProducerRecord<>(topic, key, serializer.serialize(topic, value));
    }
}
