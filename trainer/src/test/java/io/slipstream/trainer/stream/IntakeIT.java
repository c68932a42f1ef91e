package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.TestSamples;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class IntakeIT {

    /** When the first image was sent. The broker deletes what is a week old. */
    private static final Instant EARLY =
            ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(3_600);

    private static final byte[] JPEG = TestSamples.jpeg(1, 16, 16);

    private static EmbeddedKafka broker;
    private static Map<String, String> kafka;

    private final SchemaRegistryClient registry = registry("mock://intake");
    private String topic = "";

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        broker = EmbeddedKafka.start(directory);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static SchemaRegistryClient registry(String url) {
        return Registry.connect(new RegistryConfig(url, Duration.ofMillis(200), Duration.ofMillis(200), Map.of()));
    }

    private RecordReader reader(Deserializer<ImageSample> deserializer) {
        return new RecordReader(
                deserializer,
                SampleBytes.inline(),
                ConfigLoader.defaults(ImageLimits.class),
                Keeping.decoded(16),
                Clock.systemUTC());
    }

    private Intake open(String startAt, int ahead, RecordReader reader) {
        return Intake.open(
                new IntakeConfig(topic, ahead, 2, 100, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60)),
                StartAt.parse(startAt),
                Optional.empty(),
                kafka,
                "intake",
                reader,
                1,
                Clock.systemUTC());
    }

    private Intake open(String startAt) {
        return open(startAt, 512, reader(new AvroDeserializer<>(registry, ImageSample.class)));
    }

    /** Sends images to a partition, one a second from a time on. */
    private void send(int partition, int count, Instant time) throws Exception {
        byte[] value = Objects.requireNonNull(new AvroSerializer<ImageSample>(registry)
                .serialize(topic, TestSamples.sample(JPEG).build()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(
                        topic, partition, time.plusSeconds(i).toEpochMilli(), null, value));
            }
            producer.flush();
        }
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private static List<Arrival> take(Intake intake, int count) throws InterruptedException {
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(Objects.requireNonNull(intake.arrivals().poll(20, TimeUnit.SECONDS), "no arrival for 20 s"));
        }
        return taken;
    }

    private static List<Long> offsets(List<Arrival> arrivals, TopicPartition partition) {
        return arrivals.stream()
                .map(Arrival.OfRecord.class::cast)
                .filter(arrival -> arrival.partition().equals(partition))
                .map(Arrival.OfRecord::offset)
                .toList();
    }

    private static Map<Integer, Long> startOffsets(Intake intake) {
        return intake.state().ledger().stream()
                .collect(Collectors.toMap(LedgerEntry::getPartition, LedgerEntry::getStartOffset));
    }

    @Test
    void fromTheEarliestRecordEveryPartitionIsReadInOrder() throws Exception {
        send(0, 30, EARLY);
        send(1, 20, EARLY);
        try (Intake intake = open("earliest")) {
            assertThat(startOffsets(intake)).containsOnly(Map.entry(0, 0L), Map.entry(1, 0L));
            intake.start();
            List<Arrival> arrivals = take(intake, 50);
            assertThat(arrivals).hasOnlyElementsOfType(Arrival.Decoded.class);
            assertThat(offsets(arrivals, partition(0)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 30).mapToObj(Long::valueOf).toList());
            assertThat(offsets(arrivals, partition(1)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 20).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void recordsKeepTheirOrderThoughALaterOneIsDecodedFirst() throws Exception {
        send(0, 20, EARLY);
        Deserializer<ImageSample> deserializer = new AvroDeserializer<>(registry, ImageSample.class);
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch later = new CountDownLatch(5);
        RecordReader reader = reader((topic, data) -> {
            if (first.getAndSet(false)) {
                awaitFor(later);
            }
            later.countDown();
            return deserializer.deserialize(topic, data);
        });
        try (Intake intake = open("earliest", 512, reader)) {
            intake.start();
            assertThat(offsets(take(intake, 20), partition(0)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 20).mapToObj(Long::valueOf).toList());
            assertThat(later.getCount()).isZero();
        }
    }

    private static void awaitFor(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no later record was decoded");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fromTheLatestRecordOnlyWhatComesLaterIsRead() throws Exception {
        send(0, 5, EARLY);
        try (Intake intake = open("latest")) {
            assertThat(startOffsets(intake)).containsOnly(Map.entry(0, 5L), Map.entry(1, 0L));
            intake.start();
            send(0, 2, EARLY.plusSeconds(60));
            assertThat(offsets(take(intake, 2), partition(0))).containsExactly(5L, 6L);
        }
    }

    @Test
    void fromAnInstantEarlierRecordsAreLeftOut() throws Exception {
        send(0, 10, EARLY);
        send(1, 3, EARLY);
        try (Intake intake = open(EARLY.plusSeconds(7).toString())) {
            assertThat(startOffsets(intake)).containsOnly(Map.entry(0, 7L), Map.entry(1, 3L));
            intake.start();
            assertThat(offsets(take(intake, 3), partition(0))).containsExactly(7L, 8L, 9L);
        }
    }

    @Test
    void whatTrainingHasNotTakenIsLagAndNothingIsDropped() throws Exception {
        send(0, 40, EARLY);
        try (Intake intake = open("earliest", 4, reader(new AvroDeserializer<>(registry, ImageSample.class)))) {
            intake.start();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(intake.arrivals()).hasSize(4));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(intake.lag()).isBetween(39L, 41L));
            assertThat(offsets(take(intake, 40), partition(0))).hasSize(40).isSorted();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(intake.lag()).isZero());
        }
    }

    @Test
    void aPartitionThatIsAddedIsReadFromItsBeginning() throws Exception {
        send(0, 2, EARLY);
        try (Intake intake = Intake.open(
                        new IntakeConfig(topic, 8, 2, 100, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60)),
                        StartAt.parse("latest"),
                        Optional.empty(),
                        kafka,
                        "intake",
                        reader(new AvroDeserializer<>(registry, ImageSample.class)),
                        1,
                        Clock.systemUTC(),
                        Duration.ofMillis(100));
                Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            intake.start();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            send(2, 2, EARLY);
            List<Arrival> arrivals = take(intake, 3);
            assertThat(arrivals.get(0)).isEqualTo(new Arrival.Opened(partition(2)));
            assertThat(offsets(arrivals.subList(1, 3), partition(2))).containsExactly(0L, 1L);
            send(0, 1, EARLY);
            assertThat(offsets(take(intake, 1), partition(0))).containsExactly(2L);
        }
    }

    @Test
    void closingEndsAnIntakeWhoseQueueIsFull() throws Exception {
        send(0, 40, EARLY);
        Intake intake = open("earliest", 1, reader(new AvroDeserializer<>(registry, ImageSample.class)));
        intake.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.arrivals().size() == 1);
        CompletableFuture.runAsync(intake::close).get(20, TimeUnit.SECONDS);
        intake.check();
    }

    @Test
    void whileTheRegistryIsDownTheRecordIsTriedAgainAndNotRefused() throws Exception {
        send(0, 3, EARLY);
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicBoolean asked = new AtomicBoolean();
        Deserializer<ImageSample> dead = new AvroDeserializer<>(deadRegistry(), ImageSample.class);
        Deserializer<ImageSample> alive = new AvroDeserializer<>(registry, ImageSample.class);
        RecordReader reader = reader((topic, data) -> {
            asked.set(true);
            return (down.get() ? dead : alive).deserialize(topic, data);
        });
        try (Intake intake = open("earliest", 8, reader)) {
            intake.start();
            await().atMost(Duration.ofSeconds(20)).untilTrue(asked);
            assertThat(intake.arrivals()).isEmpty();
            down.set(false);
            List<Arrival> arrivals = take(intake, 3);
            assertThat(arrivals).hasOnlyElementsOfType(Arrival.Decoded.class);
            assertThat(offsets(arrivals, partition(0))).containsExactly(0L, 1L, 2L);
            intake.check();
        }
    }

    @Test
    void closingEndsAnIntakeWhoseRegistryIsDown() throws Exception {
        send(0, 1, EARLY);
        AtomicBoolean asked = new AtomicBoolean();
        Deserializer<ImageSample> dead = new AvroDeserializer<>(deadRegistry(), ImageSample.class);
        Intake intake = open("earliest", 8, reader((topic, data) -> {
            asked.set(true);
            return dead.deserialize(topic, data);
        }));
        intake.start();
        await().atMost(Duration.ofSeconds(20)).untilTrue(asked);
        CompletableFuture.runAsync(intake::close).get(20, TimeUnit.SECONDS);
        assertThat(intake.arrivals()).isEmpty();
    }

    @Test
    void whatEndsTheReadingReachesTheTrainer() throws Exception {
        send(0, 1, EARLY);
        try (Intake intake = open("earliest", 8, reader((topic, data) -> {
            throw new IllegalStateException("the disk is on fire");
        }))) {
            intake.start();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThatIllegalStateException()
                    .isThrownBy(intake::check)
                    .withMessageContaining("the disk is on fire"));
        }
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        topic = "no-such-topic";
        assertThatIllegalStateException().isThrownBy(() -> open("earliest")).withMessageContaining("'no-such-topic'");
    }

    private static SchemaRegistryClient deadRegistry() throws Exception {
        return registry("http://127.0.0.1:" + LoopbackPort.free());
    }
}
