package io.slipstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageProducerIT {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Path folder;
    private final String registry;
    private EmbeddedKafka broker;

    ImageProducerIT(@TempDir Path folder) {
        this.folder = folder;
        this.registry = "mock://" + folder.getFileName();
    }

    @BeforeEach
    void startABrokerWithTheTopic() throws IOException {
        broker = EmbeddedKafka.start(folder.resolve("broker"));
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka(), "admin"))) {
            TopicCreator.create(admin, (short) 1, List.of(Topics.IMAGES_RAW));
        }
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        broker.close();
    }

    @Test
    void everyReceiptNamesARecordThatReadsAsTheImageSent() throws Exception {
        // Given
        List<Receipt> receipts = new ArrayList<>();

        // When
        try (ImageProducer images = ImageProducer.connect(kafka(), registry)) {
            for (int number = 0; number < 50; number++) {
                receipts.add(images.send(TestImages.png(number), "gate", NOON, Map.of("site", "berlin"))
                        .get());
            }
        }

        // Then
        List<ConsumerRecord<byte[], byte[]>> records = read();
        assertThat(records).hasSize(50);
        for (int number = 0; number < 50; number++) {
            Receipt receipt = receipts.get(number);
            ImageSample sample = sample(records.stream()
                    .filter(record -> record.partition() == receipt.partition() && record.offset() == receipt.offset())
                    .findFirst()
                    .orElseThrow());
            assertThat(sample.getId()).isEqualTo(receipt.id());
            assertThat(sample.getBytes().array()).isEqualTo(TestImages.png(number));
            assertThat(sample.getSource()).isEqualTo("gate");
            assertThat(sample.getCaptureTime()).isEqualTo(NOON);
            assertThat(sample.getTags()).isEqualTo(Map.of("site", "berlin"));
            assertThat(sample.getWidth()).isEqualTo(24);
        }
    }

    @Test
    void manyThreadsShareOneProducerAndItsBound() throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

        // When
        try (ImageProducer images = ImageProducer.builder(kafka(), registry)
                .inFlight(ByteSize.ofMiB(1))
                .connect()) {
            IntStream.range(0, 2_000)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> images.send(TestImages.png(number), "s" + number % 8, NOON, Map.of()), threads))
                    .toList()
                    .forEach(sending -> receipts.add(sending.join()));
        }
        threads.shutdown();

        // Then
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(receipts).hasSize(2_000).allSatisfy(receipt -> assertThat(receipt)
                .isCompleted());
        assertThat(read()).hasSize(2_000);
    }

    @Test
    void whatIsSentWhileTheBrokerIsAwayArrivesOnceWhenItIsBack() throws Exception {
        try (ImageProducer images = ImageProducer.connect(kafka(), registry)) {
            // Given
            images.send(TestImages.png(0), "gate", NOON, Map.of()).get();
            broker.close();

            // When
            CompletableFuture<List<CompletableFuture<Receipt>>> sending =
                    CompletableFuture.supplyAsync(() -> IntStream.range(1, 20)
                            .mapToObj(number -> images.send(TestImages.png(number), "gate", NOON, Map.of()))
                            .toList());
            broker = EmbeddedKafka.start(folder.resolve("broker"), broker.port(), controllerPort());

            // Then
            for (CompletableFuture<Receipt> receipt : sending.get(60, TimeUnit.SECONDS)) {
                receipt.get(60, TimeUnit.SECONDS);
            }
            assertThat(read()).hasSize(20);
        }
    }

    @Test
    void aBrokerThatStaysAwayIsReportedInTime() throws Exception {
        try (ImageProducer images = ImageProducer.builder(kafka(), registry)
                .deliveryTimeout(Duration.ofSeconds(1))
                .maxBlock(Duration.ofSeconds(1))
                .connect()) {
            broker.close();

            CompletableFuture<Receipt> receipt = images.send(TestImages.png(0), "gate", NOON, Map.of());

            assertThat(receipt.handle((sent, problem) -> problem).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(NotAcknowledgedException.class);
        }
    }

    @Test
    void aTopicThatIsNotThereIsNoticedAtOnce() {
        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> ImageProducer.builder(kafka(), registry)
                        .topic("nowhere")
                        .maxBlock(Duration.ofSeconds(1))
                        .connect())
                .withMessageContaining("nowhere");
    }

    private static int controllerPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private ImageSample sample(ConsumerRecord<byte[], byte[]> read) throws Exception {
        RegistryConfig config = new RegistryConfig(registry, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of());
        return new SampleReader(
                        new AvroDeserializer<>(Registry.connect(config), ImageSample.class),
                        ConfigLoader.defaults(ImageLimits.class))
                .read(read.topic(), read.key(), read.value(), read.headers(), read.timestamp());
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka(), "reader"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.IMAGES_RAW.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
