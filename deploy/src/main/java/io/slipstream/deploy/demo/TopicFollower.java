package io.slipstream.deploy.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the services publish about themselves, from a point in time on. Not thread-safe. */
final class TopicFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final List<Topic<? extends SpecificRecord>> FOLLOWED = List.of(
            Topics.TRAINING_METRICS,
            Topics.MODEL_SNAPSHOTS,
            Topics.PROBE_SCORES,
            Topics.SNAPSHOT_REPORTS,
            Topics.DRIFT_REPORTS,
            Topics.MODEL_DECISIONS,
            Topics.IMAGES_DEAD_LETTER);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;

    private TopicFollower(
            Consumer<byte[], byte[]> consumer, Map<String, Deserializer<? extends SpecificRecord>> deserializers) {
        this.consumer = consumer;
        this.deserializers = deserializers;
    }

    /** Starts at the first records of that time or later. The topics must exist. */
    static TopicFollower from(Instant start, String bootstrapServers, SchemaRegistryClient registry) {
        Map<String, Object> settings =
                KafkaSettings.consumer(Map.of("bootstrap.servers", bootstrapServers), "slipstream-demo");
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = FOLLOWED.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        var times = partitions.stream().collect(Collectors.toMap(p -> p, p -> start.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
        // Fixes the positions now: seekToEnd by itself is lazy and would skip what is published before the first poll.
        partitions.forEach(consumer::position);
        Map<String, Deserializer<? extends SpecificRecord>> deserializers = new LinkedHashMap<>();
        FOLLOWED.forEach(topic -> deserializers.put(topic.name(), new AvroDeserializer<>(registry, topic.valueType())));
        return new TopicFollower(consumer, deserializers);
    }

    /** What has arrived, snapshots before their scores; waits at most that long for something. */
    List<SpecificRecord> poll(Duration wait) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
        List<SpecificRecord> values = new ArrayList<>();
        deserializers.forEach((topic, deserializer) -> records.records(topic)
                .forEach(record -> read(record, deserializer).ifPresent(values::add)));
        return values;
    }

    private static Optional<SpecificRecord> read(
            ConsumerRecord<byte[], byte[]> record, Deserializer<? extends SpecificRecord> deserializer) {
        try {
            return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
        } catch (BadRecordException e) {
            log.atWarn()
                    .addKeyValue("at", record.topic() + "-" + record.partition() + "@" + record.offset())
                    .setCause(e)
                    .log("Passed over a record that cannot be read");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
