package io.slipstream.deploy.chaos;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics of one partition from any offset to their end: what is committed, as it lies there. Not thread-safe. */
final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final SchemaRegistryClient registry;

    /** A reader with a consumer of its own; the registry's client stays the caller's. */
    TopicScan(String bootstrapServers, SchemaRegistryClient registry) {
        this.registry = registry;
        this.consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(Map.of("bootstrap.servers", bootstrapServers), "slipstream-chaos"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The offset after the last committed record. */
    long end(Topic<?> topic) {
        TopicPartition partition = partition(topic);
        consumer.assign(List.of(partition));
        return Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }

    /** The values from an offset to the end, oldest first; tombstones are left out. */
    <V extends SpecificRecord> List<V> read(Topic<V> topic, long from) {
        AvroDeserializer<V> deserializer = new AvroDeserializer<>(registry, topic.valueType());
        TopicPartition partition = partition(topic);
        long end = end(topic);
        consumer.seek(partition, from);
        List<V> values = new ArrayList<>();
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(record -> {
                V value = deserializer.deserialize(topic.name(), record.value());
                if (value != null) {
                    values.add(value);
                }
            });
        }
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static TopicPartition partition(Topic<?> topic) {
        return new TopicPartition(topic.name(), 0);
    }
}
