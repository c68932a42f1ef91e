package io.slipstream.deploy.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed dead letters, counted. */
public final class DeadLetterCounts {
    private static final Duration POLL = Duration.ofMillis(200);

    private DeadLetterCounts() {}

    /** Reads the topic from its beginning to its present end: counts by stage, and within it by reason. */
    public static Map<String, Map<String, Long>> of(Map<String, String> kafka, SchemaRegistryClient registry) {
        AvroDeserializer<DeadLetter> letters = new AvroDeserializer<>(registry, DeadLetter.class);
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "slipstream-chaos"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.IMAGES_DEAD_LETTER.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    DeadLetter letter = Objects.requireNonNull(letters.deserialize(record.topic(), record.value()));
                    counts.computeIfAbsent(letter.getStage(), stage -> new TreeMap<>())
                            .merge(letter.getReason().name(), 1L, Long::sum);
                }
            }
        }
        return counts;
    }
}
