package io.slipstream.trainer.lineage;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.scan.TopicScan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What has been announced of a model's lineage, for whoever looks at it beside the trainer and claims nothing. */
public final class AnnouncedCheckpoints {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_CHECKPOINTS.name(), 0);

    private AnnouncedCheckpoints() {}

    /**
     * Checkpoints of a model that have been neither deleted nor made void by a claim, oldest first.
     *
     * @throws KafkaException if the topic or a record of it cannot be read, saying where
     */
    public static List<TrainingCheckpoint> of(String model, TopicScan topics, SchemaRegistryClient registry) {
        Announcements announcements = new Announcements(model);
        AvroDeserializer<TrainingCheckpoint> deserializer = new AvroDeserializer<>(registry, TrainingCheckpoint.class);
        topics.extent(PARTITION)
                .ifPresent(there -> topics.read(PARTITION, there.first(), there.end(), record -> {
                    try {
                        announcements.add(
                                new String(record.key(), StandardCharsets.UTF_8),
                                deserializer.deserialize(record.topic(), record.value()));
                    } catch (BadRecordException e) {
                        throw new KafkaException(PARTITION + "@" + record.offset() + ": " + e.getMessage(), e);
                    }
                }));
        return announcements.checkpoints();
    }
}
