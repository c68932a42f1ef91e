package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service between real topics: a clean stream with poison in it goes in, snapshots and accounts come out. */
class TrainerIT {

    private static final int PARTITIONS = 4;
    private static final int IMAGES_PER_PARTITION = 150;
    private static final int IMAGES = PARTITIONS * IMAGES_PER_PARTITION;
    private static final int DUPLICATES = 2;
    private static final int BATCH = 32;

    private final Path directory;

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://trainer-it", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private Map<String, String> kafka = Map.of();

    TrainerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private TrainerConfig config() throws Exception {
        return ConfigLoader.parse(
                """
                model: it
                seed: 3
                threads: 1
                network: {image-size: 16}
                method: byol
                byol: {hidden: 32, projection: 16}
                batch: {size: %d, stream: 8, max-wait: 100ms}
                replay-capacity: 256
                snapshot: {store: '%s', every: 1000}
                checkpoint: {store: '%s', every: 200ms}
                metrics-every: 200ms
                kafka: {bootstrap.servers: '%s'}
                registry: {url: 'mock://trainer-it'}
                """.formatted(
                                BATCH,
                                directory.resolve("store"),
                                directory.resolve("checkpoints"),
                                kafka.get("bootstrap.servers")),
                "trainer.yaml",
                TrainerConfig.class);
    }

    private byte[] encoded(ImageSample.Builder sample) {
        return Objects.requireNonNull(
                new AvroSerializer<ImageSample>(registry).serialize(Topics.IMAGES.name(), sample.build()));
    }

    /** Every partition holds its images, with poison and duplicates in their midst at known offsets. */
    private void fillStream() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < IMAGES_PER_PARTITION; i++) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    byte[] image = TestSamples.jpeg(i * PARTITIONS + partition, 20, 16);
                    send(producer, partition, encoded(TestSamples.sample(image)));
                    if (i == 10 * (partition + 1)) {
                        send(producer, partition, poison(partition));
                    }
                    if (i == 60 && partition < DUPLICATES) {
                        send(producer, partition, encoded(TestSamples.sample(image)));
                    }
                }
            }
            producer.flush();
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, int partition, byte[] value) {
        producer.send(new ProducerRecord<>(
                Topics.IMAGES.name(), partition, "camera-1".getBytes(StandardCharsets.UTF_8), value));
    }

    private byte[] poison(int partition) {
        byte[] image = TestSamples.jpeg(1_000_000 + partition, 20, 16);
        return switch (partition) {
            case 0 -> new byte[] {9, 8, 7};
            case 1 -> {
                byte[] unknownSchema = encoded(TestSamples.sample(image));
                ByteBuffer.wrap(unknownSchema).putInt(1, 987_654);
                yield unknownSchema;
            }
            case 2 -> encoded(TestSamples.sample(image).setLabel("cat"));
            default -> encoded(TestSamples.sample(Arrays.copyOf(image, image.length - 30)));
        };
    }

    private <T extends SpecificRecord> List<T> read(Topic<T> topic) {
        return TestTopics.read(kafka, registry, topic);
    }

    @Test
    void aStreamWithPoisonInItIsTrainedOnSnapshotBySnapshotAndEveryRecordIsAccountedFor() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("broker"))) {
            kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
                TopicCreator.create(admin, (short) 1, Topics.all());
            }
            fillStream();

            assertThat(TrainCommand.run(config(), false, true, () -> false)).isZero();

            checkMetrics(read(Topics.TRAINING_METRICS));
            checkDeadLetters(read(Topics.IMAGES_DEAD_LETTER));
            checkSnapshots(read(Topics.MODEL_SNAPSHOTS));
        }
    }

    private static void checkMetrics(List<TrainingMetrics> metrics) {
        assertThat(metrics.subList(0, metrics.size() - 1)).noneMatch(TrainingMetrics::getFinished);
        TrainingMetrics last = metrics.get(metrics.size() - 1);
        assertThat(last.getFinished()).isTrue();
        assertThat(last.getModelId()).isEqualTo("it");
        assertThat(last.getStreamImages()).isEqualTo(IMAGES);
        assertThat(last.getImagesSeen()).isBetween((long) IMAGES, last.getStep() * BATCH);
        assertThat(last.getReplaySize()).isEqualTo(256);
        assertThat(last.getLagRecords()).isZero();
        assertThat(metrics)
                .filteredOn(m -> m.getLoss() != null)
                .isNotEmpty()
                .allSatisfy(m -> assertThat(m.getLoss()).isBetween(0.0, 8.0))
                .allSatisfy(m -> assertThat(m.getCollapseLevel()).isBetween(0.0, 1.0))
                .allSatisfy(m -> assertThat(m.getDataWaitShare()).isBetween(0.0, 1.0));
        assertThat(last.getLedger())
                .extracting(
                        LedgerEntry::getPartition,
                        LedgerEntry::getTrained,
                        LedgerEntry::getDeadLettered,
                        LedgerEntry::getDuplicates,
                        LedgerEntry::getPending,
                        LedgerEntry::getCovered,
                        LedgerEntry::getNextOffset)
                .containsExactly(
                        tuple(0, 150L, 1L, 1L, 0L, 152L, 152L),
                        tuple(1, 150L, 1L, 1L, 0L, 152L, 152L),
                        tuple(2, 150L, 1L, 0L, 0L, 151L, 151L),
                        tuple(3, 150L, 1L, 0L, 0L, 151L, 151L));
    }

    private static void checkDeadLetters(List<DeadLetter> letters) {
        assertThat(letters)
                .extracting(
                        DeadLetter::getStage,
                        DeadLetter::getTopic,
                        DeadLetter::getPartition,
                        DeadLetter::getOffset,
                        DeadLetter::getReason,
                        DeadLetter::getSource)
                .containsExactlyInAnyOrder(
                        tuple("trainer", "images", 0, 11L, DeadLetterReason.BAD_FRAME, "camera-1"),
                        tuple("trainer", "images", 1, 21L, DeadLetterReason.UNKNOWN_SCHEMA, "camera-1"),
                        tuple("trainer", "images", 2, 31L, DeadLetterReason.LABELLED, "camera-1"),
                        tuple("trainer", "images", 3, 41L, DeadLetterReason.TRUNCATED, "camera-1"));
    }

    private static void checkSnapshots(List<ModelSnapshot> snapshots) throws Exception {
        assertThat(snapshots).hasSizeGreaterThanOrEqualTo(3);
        ModelSnapshot baseline = snapshots.get(0);
        assertThat(baseline.getStep()).isZero();
        assertThat(baseline.getImagesSeen()).isZero();
        assertThat(baseline.getParentId()).isNull();
        assertThat(baseline.getLoss()).isNull();
        for (int i = 1; i < snapshots.size(); i++) {
            assertThat(snapshots.get(i).getParentId())
                    .isEqualTo(snapshots.get(i - 1).getSnapshotId());
            assertThat(snapshots.get(i).getStep())
                    .isGreaterThan(snapshots.get(i - 1).getStep());
            assertThat(snapshots.get(i).getLoss()).isBetween(0.0, 8.0);
        }
        for (ModelSnapshot snapshot : snapshots) {
            assertThat(SnapshotReader.verify(snapshot)).exists();
        }
        ModelSnapshot last = snapshots.get(snapshots.size() - 1);
        assertThat(last.getLedger().stream().mapToLong(LedgerEntry::getTrained).sum())
                .isEqualTo(IMAGES);
        assertThat(last.getArtifactSha256()).isNotEqualTo(baseline.getArtifactSha256());
    }
}
