package io.slipstream.ingest.curation;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of a test's broker: plain records in, committed records out. */
public final class TestTopics implements AutoCloseable {

    private final Map<String, String> kafka;
    private final String registry;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public TestTopics(String bootstrapServers, String registry) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
        this.registry = registry;
        Map<String, Object> settings = KafkaSettings.producer(kafka, "test");
        // On a partition that is just becoming ready a second request in flight may overtake the first one's retry.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Creates the topics of images. */
    public void create() {
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            TopicCreator.create(admin, (short) 1, List.of(Topics.IMAGES_RAW, Topics.IMAGES, Topics.IMAGES_DEAD_LETTER));
        }
    }

    /** Sends a plain record to images.raw. */
    public void send(String source, byte[] image) {
        send(new ProducerRecord<>(Topics.IMAGES_RAW.name(), source, image));
    }

    public void send(ProducerRecord<String, byte[]> outgoing) {
        sent.add(producer.send(outgoing));
    }

    /** Waits until the broker has everything that was sent. */
    public void flush() throws ExecutionException, InterruptedException {
        producer.flush();
        for (Future<RecordMetadata> acknowledgement : sent) {
            acknowledgement.get();
        }
        sent.clear();
    }

    public SchemaRegistryClient registry() throws ConfigException {
        return Registry.connect(ConfigLoader.parse("{url: '" + registry + "'}", "registry", RegistryConfig.class));
    }

    /** Every committed record of a topic. */
    public <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic<V> topic) throws Exception {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (var client = registry();
                var consumer = new KafkaConsumer<>(
                        KafkaSettings.consumer(kafka, "reader"),
                        new StringDeserializer(),
                        new AvroDeserializer<>(client, topic.valueType()))) {
            Collection<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
    }
}
