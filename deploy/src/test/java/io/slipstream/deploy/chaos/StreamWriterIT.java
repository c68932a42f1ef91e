package io.slipstream.deploy.chaos;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamWriterIT {
    /** The broker deletes what is a week old. */
    private static final Instant START =
            ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(3_600);

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(1), 10_000);

    private final StreamPlan plan = StreamPlan.of(150, 3, 7);
    private final Path directory;
    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://stream-writer", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));

    StreamWriterIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theTopicHoldsWhatThePlanSays() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            createTopic(broker);
            StreamWriter writer = new StreamWriter(broker.bootstrapServers(), registry, 7, START);

            writer.write(plan);

            Map<String, ConsumerRecord<byte[], byte[]>> records = read(broker);
            assertThat(records).hasSameSizeAs(plan.entries());
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < plan.entries().size(); i++) {
                StreamPlan.Entry entry = plan.entries().get(i);
                ConsumerRecord<byte[], byte[]> record =
                        requireNonNull(records.get(entry.partition() + "@" + entry.offset()));
                assertThat(record.timestamp()).isEqualTo(START.plusMillis(i).toEpochMilli());
                check(entry.content(), record, ids);
            }
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> writer.write(plan))
                    .withMessageContaining("the topic was not empty");
        }
    }

    private void check(Content content, ConsumerRecord<byte[], byte[]> record, Set<String> ids) {
        switch (content) {
            case IMAGE -> {
                assertThatNoException().isThrownBy(() -> Images.decode(bytes(record), LIMITS));
                assertThat(Sha256.of(bytes(record))).isEqualTo(sample(record).getId());
                assertThat(ids.add(sample(record).getId())).as("a new image").isTrue();
            }
            case DUPLICATE -> assertThat(ids).contains(sample(record).getId());
            case EMPTY -> assertThat(record.value()).isNull();
            case BAD_FRAME ->
                assertThatExceptionOfType(BadRecordException.class).isThrownBy(() -> sample(record));
            case LABELLED -> assertThat(sample(record).getLabel()).isNotNull();
            case TRUNCATED ->
                assertThatExceptionOfType(BadImageException.class)
                        .isThrownBy(() -> Images.decode(bytes(record), LIMITS))
                        .matches(refused -> refused.reason() == DeadLetterReason.TRUNCATED);
            case HASH_MISMATCH ->
                assertThat(Sha256.of(bytes(record))).isNotEqualTo(sample(record).getId());
        }
    }

    private ImageSample sample(ConsumerRecord<byte[], byte[]> record) {
        return requireNonNull(
                new AvroDeserializer<>(registry, ImageSample.class).deserialize(record.topic(), record.value()));
    }

    private byte[] bytes(ConsumerRecord<byte[], byte[]> record) {
        return sample(record).getBytes().array();
    }

    private void createTopic(EmbeddedKafka broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.IMAGES.name(), plan.partitions(), (short) 1)))
                    .all()
                    .get();
        }
    }

    private Map<String, ConsumerRecord<byte[], byte[]>> read(EmbeddedKafka broker) {
        List<TopicPartition> partitions = IntStream.range(0, plan.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.IMAGES.name(), partition))
                .toList();
        Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(Map.of("bootstrap.servers", broker.bootstrapServers()), "test"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            for (int polls = 0; polls < 100 && records.size() < plan.entries().size(); polls++) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.put(record.partition() + "@" + record.offset(), record));
            }
        }
        return records;
    }
}
