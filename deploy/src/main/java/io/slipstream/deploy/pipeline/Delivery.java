package io.slipstream.deploy.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ImageSample;
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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows what arrives, committed, on the topic of images. Not thread-safe. */
public final class Delivery implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroDeserializer<ImageSample> deserializer;
    private final Map<String, Map<String, Integer>> bySource = new TreeMap<>();

    /** A follower from the first record on. */
    public Delivery(Map<String, String> kafka, SchemaRegistryClient registry) {
        this.deserializer = new AvroDeserializer<>(registry, ImageSample.class);
        this.consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "slipstream-chaos"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.IMAGES.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has arrived, or waits a moment; returns how many images that were. */
    public int poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ImageSample sample = Objects.requireNonNull(deserializer.deserialize(record.topic(), record.value()));
            bySource.computeIfAbsent(sample.getSource(), source -> new TreeMap<>())
                    .merge(sample.getId(), 1, Integer::sum);
        }
        return records.count();
    }

    /** Images of all sources that have arrived, each as often as it did. */
    public long count() {
        return bySource.values().stream()
                .flatMap(images -> images.values().stream())
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** Different images of all sources. */
    public long distinct() {
        return bySource.values().stream().mapToLong(Map::size).sum();
    }

    /** How often each image of a source has arrived, by id. */
    public Map<String, Integer> of(String source) {
        return bySource.getOrDefault(source, Map.of());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
