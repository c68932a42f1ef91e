package io.slipstream.deploy.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the stream of a run began, by the clock of its camera. */
final class StreamStart {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private StreamStart() {}

    /**
     * The earliest capture time among the first images that every partition has from {@code since} on; empty without images.
     */
    static Optional<Instant> of(Instant since, String bootstrapServers, SchemaRegistryClient registry) {
        Map<String, Object> settings =
                KafkaSettings.consumer(Map.of("bootstrap.servers", bootstrapServers), "slipstream-demo-start");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        try (var consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new AvroDeserializer<>(registry, ImageSample.class))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.IMAGES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var times = partitions.stream().collect(Collectors.toMap(p -> p, p -> since.toEpochMilli()));
            Map<TopicPartition, Long> firsts = consumer.offsetsForTimes(times).entrySet().stream()
                    .filter(found -> found.getValue() != null)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, found -> found.getValue().offset()));
            consumer.assign(firsts.keySet());
            firsts.forEach(consumer::seek);
            Map<TopicPartition, Instant> starts = new HashMap<>();
            Instant deadline = Instant.now().plus(PATIENCE);
            while (starts.size() < firsts.size() && Instant.now().isBefore(deadline)) {
                consumer.poll(POLL).forEach(record -> {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    starts.put(partition, record.value().getCaptureTime());
                    consumer.pause(List.of(partition));
                });
            }
            return starts.values().stream().min(Instant::compareTo);
        }
    }
}
