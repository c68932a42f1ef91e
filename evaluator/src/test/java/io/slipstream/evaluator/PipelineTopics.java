package io.slipstream.evaluator;

import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The two ends of the evaluator as its neighbours see them. */
final class PipelineTopics {

    private final Map<String, String> kafka;
    private final SchemaRegistryClient registry;

    PipelineTopics(String bootstrapServers, String registryUrl) {
        kafka = Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "50");
        registry = Registry.connect(
                new RegistryConfig(registryUrl, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            TopicCreator.create(admin, (short) 1, List.of(Topics.MODEL_SNAPSHOTS, Topics.PROBE_SCORES));
        }
    }

    void announce(ModelSnapshot snapshot) {
        byte[] value = new AvroSerializer<ModelSnapshot>(registry).serialize(Topics.MODEL_SNAPSHOTS.name(), snapshot);
        send(snapshot.getSnapshotId(), requireNonNull(value));
    }

    void announceGarbage(String key) {
        send(key, new byte[] {9, 8, 7});
    }

    private void send(String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.MODEL_SNAPSHOTS.name(), key, value))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest score of every key. */
    Map<String, ProbeScore> scores() {
        Map<String, ProbeScore> newest = new LinkedHashMap<>();
        scoreRecords().forEach(scored -> newest.put(scored.key(), scored.value()));
        return newest;
    }

    /** Every score that was published, in order. */
    List<ConsumerRecord<String, ProbeScore>> scoreRecords() {
        TopicPartition partition = new TopicPartition(Topics.PROBE_SCORES.name(), 0);
        List<ConsumerRecord<String, ProbeScore>> records = new ArrayList<>();
        try (KafkaConsumer<String, ProbeScore> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "test"),
                new StringDeserializer(),
                new AvroDeserializer<>(registry, ProbeScore.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
