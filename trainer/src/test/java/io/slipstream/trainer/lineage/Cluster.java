package io.slipstream.trainer.lineage;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with the pipeline's topics and a registry, whose topics can be read as any reader sees them. */
final class Cluster implements AutoCloseable {

    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);

    private final Path directory;
    private final int port = LoopbackPort.free();
    private final int controllerPort = LoopbackPort.free();
    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://" + UUID.randomUUID(), Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private EmbeddedKafka broker;

    Cluster(Path directory) throws IOException {
        this.directory = directory;
        this.broker = EmbeddedKafka.start(directory, port, controllerPort);
        try (Admin admin = admin()) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
    }

    void stop() throws IOException {
        broker.close();
    }

    /** Starts the broker again, on its data and where it was. */
    void start() throws IOException {
        broker = EmbeddedKafka.start(directory, port, controllerPort);
    }

    /** Client settings under which a broker that is away is noticed soon. */
    Map<String, String> kafka() {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.block.ms",
                "2000",
                "reconnect.backoff.max.ms",
                "100");
    }

    Admin admin() {
        return Admin.create(KafkaSettings.admin(kafka(), "test"));
    }

    LineageWriter writer(String model) throws InterruptedException {
        return writer(model, GIVE_UP_AFTER);
    }

    LineageWriter writer(String model, Duration giveUpAfter) throws InterruptedException {
        return LineageWriter.takeOver(model, "test", kafka(), registry, Clock.systemUTC(), giveUpAfter);
    }

    /** A model's transactional producer without the writer around it. */
    KafkaProducer<String, byte[]> producer(String model, Duration transactionTimeout) {
        Map<String, Object> settings = LineageSettings.producer(kafka(), model);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) transactionTimeout.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** The group whose offsets a model's transactions set. */
    ConsumerGroupMetadata group(String model) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka(), "test", LineageSettings.group(model)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }

    AvroSerializer<SpecificRecord> serializer() {
        return new AvroSerializer<>(registry);
    }

    /** A topic's values whose key starts with the given text, in order within partitions; null for tombstones. */
    <T extends SpecificRecord> List<T> read(Topic<T> topic, String key, IsolationLevel isolation) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka(), "test");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), new AvroDeserializer<>(registry, topic.valueType()))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (record.key().startsWith(key)) {
                        values.add(record.value());
                    }
                });
            }
        }
        return values;
    }

    <T extends SpecificRecord> List<T> committed(Topic<T> topic, String key) {
        return read(topic, key, IsolationLevel.READ_COMMITTED);
    }

    /** What a reader sees that does not care about transactions. */
    <T extends SpecificRecord> List<T> sent(Topic<T> topic, String key) {
        return read(topic, key, IsolationLevel.READ_UNCOMMITTED);
    }

    @Override
    public void close() throws IOException {
        broker.close();
        registry.close();
    }
}
