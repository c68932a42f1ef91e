package io.slipstream.deploy.chaos.promote;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the committed decisions as they appear. Not thread-safe. */
final class Decisions implements AutoCloseable {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_DECISIONS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroDeserializer<ChannelPointer> deserializer;
    private final List<ChannelPointer> decisions = new ArrayList<>();
    private final List<Long> latencies = new ArrayList<>();

    Decisions(Map<String, String> kafka, SchemaRegistryClient registry) {
        consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "slipstream-chaos"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        deserializer = new AvroDeserializer<>(registry, ChannelPointer.class);
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    /** Reads on a little; returns all there are so far. */
    List<ChannelPointer> poll() {
        consumer.poll(POLL).forEach(record -> {
            ChannelPointer decision = Objects.requireNonNull(deserializer.deserialize(record.topic(), record.value()));
            decisions.add(decision);
            latencies.add(record.timestamp() - decision.getTime().toEpochMilli());
        });
        return Collections.unmodifiableList(decisions);
    }

    /** Milliseconds between a decision's event time and its being written, in ascending order. */
    List<Long> latencies() {
        return latencies.stream().sorted().toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
