package io.slipstream.trainer;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills the topic of images, and reads what a trainer left on others. */
final class TestTopics {

    /** When the first image of every partition was sent; one follows each second. The broker deletes what is a week old. */
    static final Instant FIRST =
            ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(3_600);

    private static final int POISON_EVERY = 37;
    private static final int DUPLICATE_EVERY = 23;

    private TestTopics() {}

    /** Images on every partition, some refused and some sent twice among them. */
    static void fill(Map<String, String> kafka, SchemaRegistryClient registry, int partitions, int perPartition) {
        fill(kafka, registry, partitions, 0, perPartition);
    }

    /** The same, without those before {@code from}, which are there already. */
    static void fill(Map<String, String> kafka, SchemaRegistryClient registry, int partitions, int from, int to) {
        AvroSerializer<ImageSample> serializer = new AvroSerializer<>(registry);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < partitions; partition++) {
                for (int i = from; i < to; i++) {
                    int number = i % DUPLICATE_EVERY == 1 ? i - 1 : i;
                    byte[] image = TestSamples.jpeg(1_000L * partition + number, 20, 16);
                    byte[] value = i % POISON_EVERY == 5
                            ? new byte[] {9, 8, 7}
                            : Objects.requireNonNull(serializer.serialize(
                                    Topics.IMAGES.name(),
                                    TestSamples.sample(image).build()));
                    producer.send(new ProducerRecord<>(
                            Topics.IMAGES.name(),
                            partition,
                            FIRST.plusSeconds(i).toEpochMilli(),
                            "camera".getBytes(StandardCharsets.UTF_8),
                            value));
                }
            }
            producer.flush();
        }
    }

    /** All committed values of a topic of one partition. */
    static <T extends SpecificRecord> List<T> read(
            Map<String, String> kafka, SchemaRegistryClient registry, Topic<T> topic) {
        List<T> values = new ArrayList<>();
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(registry, topic.valueType());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "test"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic.name(), 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long end = Objects.requireNonNull(consumer.endOffsets(partition).get(partition.get(0)));
            while (consumer.position(partition.get(0)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() != null) {
                        values.add(deserializer.deserialize(topic.name(), record.value()));
                    }
                }
            }
        }
        return values;
    }
}
