package io.slipstream.evaluator;

import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
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
            TopicCreator.create(
                    admin, (short) 1, List.of(Topics.MODEL_SNAPSHOTS, Topics.MODEL_CHANNELS, Topics.PROBE_SCORES));
        }
    }

    void announce(ModelSnapshot snapshot) {
        byte[] value = new AvroSerializer<ModelSnapshot>(registry).serialize(Topics.MODEL_SNAPSHOTS.name(), snapshot);
        send(Topics.MODEL_SNAPSHOTS, snapshot.getSnapshotId(), requireNonNull(value));
    }

    /** Lets a channel serve a snapshot. */
    void point(String model, String channel, String snapshotId) {
        ChannelPointer pointer = ChannelPointer.newBuilder()
                .setModelId(model)
                .setChannel(channel)
                .setChannelEpoch(1)
                .setSnapshotId(snapshotId)
                .setTime(Instant.EPOCH)
                .setActor("test")
                .build();
        byte[] value = new AvroSerializer<ChannelPointer>(registry).serialize(Topics.MODEL_CHANNELS.name(), pointer);
        send(Topics.MODEL_CHANNELS, model + "/" + channel, requireNonNull(value));
    }

    void announceGarbage(String key) {
        send(Topics.MODEL_SNAPSHOTS, key, new byte[] {9, 8, 7});
    }

    private void send(Topic<?> topic, String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
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
        return records(Topics.PROBE_SCORES);
    }

    /** Every report that was published, in order. */
    List<ConsumerRecord<String, SnapshotReport>> reportRecords() {
        return records(Topics.SNAPSHOT_REPORTS);
    }

    private <V extends SpecificRecord> List<ConsumerRecord<String, V>> records(Topic<V> topic) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "test"),
                new StringDeserializer(),
                new AvroDeserializer<>(registry, topic.valueType()))) {
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
