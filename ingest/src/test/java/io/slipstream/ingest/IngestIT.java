package io.slipstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.blob.BlobFetcher;
import io.slipstream.schemas.blob.BlobStore;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestIT {

    private final Path folder;
    private EmbeddedKafka broker;

    IngestIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startABroker() throws IOException {
        broker = EmbeddedKafka.start(folder.resolve("broker"));
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        broker.close();
    }

    @Test
    void goodImagesAreOnTheirTopicAndEveryBadOneIsADeadLetterWithItsReason() throws Exception {
        // Given
        Path inbox = folder.resolve("inbox");
        List<byte[]> good = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            good.add(TestImages.jpeg(number));
            write(inbox.resolve((number % 2 == 0 ? "cat/" : "dog/") + number + ".jpg"), good.get(number));
        }
        write(inbox.resolve("cat/truncated.jpg"), TestImages.truncatedJpeg());
        write(inbox.resolve("cat/text.jpg"), TestImages.text());
        write(inbox.resolve("dog/empty.jpg"), new byte[0]);
        write(inbox.resolve("dog/huge.png"), TestImages.hugePngHeader());
        write(inbox.resolve("dog/heavy.jpg"), new byte[300_000]);

        // When
        int exitCode = IngestCommand.run(
                config("source: path, path: " + inbox + ", key: gate, image: {max-bytes: 200KiB}"), () -> false);

        // Then
        assertThat(exitCode).isZero();
        List<ConsumerRecord<String, ImageSample>> images = read(Topics.IMAGES_RAW);
        assertThat(images).hasSize(20).allSatisfy(image -> {
            assertThat(image.key()).isEqualTo("gate");
            assertThat(image.value().getLabel()).isNull();
            assertThat(image.value().getTags()).isEmpty();
            assertThat(image.value().getContentType()).isEqualTo("image/jpeg");
            assertThat(image.value().getWidth()).isEqualTo(24);
            assertThat(image.value().getId()).isEqualTo(sha256(bytes(image.value())));
        });
        assertThat(images).extracting(image -> bytes(image.value())).containsExactlyInAnyOrderElementsOf(good);
        Map<String, DeadLetterReason> reasons = new HashMap<>();
        List<ConsumerRecord<String, DeadLetter>> letters = read(Topics.IMAGES_DEAD_LETTER);
        letters.forEach(letter -> reasons.put(
                Path.of(letter.value().getOrigin()).getFileName().toString(),
                letter.value().getReason()));
        assertThat(letters).hasSize(5);
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "truncated.jpg", DeadLetterReason.TRUNCATED,
                        "text.jpg", DeadLetterReason.UNSUPPORTED_FORMAT,
                        "empty.jpg", DeadLetterReason.EMPTY,
                        "huge.png", DeadLetterReason.TOO_MANY_PIXELS,
                        "heavy.jpg", DeadLetterReason.TOO_MANY_BYTES));
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.key()).isEqualTo("gate");
            assertThat(letter.value().getStage()).isEqualTo("ingest");
            assertThat(letter.value().getMessage())
                    .contains(letter.value().getOrigin())
                    .contains("expected");
        });
    }

    @Test
    void aSecondRunSendsWhatIsNewAndNothingElseUnlessItGoesToAnotherTopic() throws Exception {
        // Given
        Path inbox = folder.resolve("inbox");
        for (int number = 0; number < 5; number++) {
            write(inbox.resolve(number + ".jpg"), TestImages.jpeg(number));
        }
        write(inbox.resolve("bad.jpg"), TestImages.text());
        String source = "source: path, path: " + inbox;
        assertThat(IngestCommand.run(config(source), () -> false)).isZero();

        // When
        write(inbox.resolve("5.jpg"), TestImages.jpeg(5));
        assertThat(IngestCommand.run(config(source), () -> false)).isZero();

        // Then
        assertThat(read(Topics.IMAGES_RAW)).hasSize(6);
        assertThat(read(Topics.IMAGES_DEAD_LETTER)).hasSize(1);
        assertThat(IngestCommand.run(config(source + ", topic: images"), () -> false))
                .as("a cursor that was given by name is that of one topic")
                .isEqualTo(1);
        assertThat(IngestCommand.run(
                        config(source + ", topic: images, cursor: " + folder.resolve("another")), () -> false))
                .isZero();
        assertThat(read(Topics.IMAGES)).hasSize(6);
        assertThat(read(Topics.IMAGES_RAW)).hasSize(6);
    }

    @Test
    void theBytesOfALargeImageLieInTheStoreBeforeItsReferenceIsOnTheTopic() throws Exception {
        // Given
        Path inbox = folder.resolve("inbox");
        byte[] large = TestImages.jpeg(1);
        write(inbox.resolve("large.jpg"), large);
        URI store = folder.resolve("blobs").toUri();

        // When
        int exitCode = IngestCommand.run(
                config("source: path, path: " + inbox + ", claim-check: {above: 100B, store: '" + store
                        + "'}, image: {max-bytes: 100MiB}"),
                () -> false);

        // Then
        assertThat(exitCode).isZero();
        assertThat(read(Topics.IMAGES_RAW)).singleElement().satisfies(record -> {
            assertThat(record.value().getBytes()).isNull();
            assertThat(record.value().getReference().getSize()).isEqualTo(large.length);
            try (BlobFetcher fetcher = new BlobFetcher(
                    BlobStore.open(store, S3Config.DEFAULTS), ByteSize.ofMiB(1), ByteSize.ofMiB(1), 1)) {
                assertThat(fetcher.bytesOf(record.value())).isEqualTo(ByteBuffer.wrap(large));
            }
        });
    }

    @Test
    void theObjectsOfABucketComeInTheOrderOfTheirKeysAndLargeOnesGoToAnother() throws Exception {
        try (LoopbackS3 server = LoopbackS3.start()) {
            // Given
            for (int number = 0; number < 10; number++) {
                server.put("2026/" + number + ".jpg", TestImages.jpeg(number));
            }
            server.put("2026/text.jpg", TestImages.text());
            String s3 = "{endpoint: '" + server.endpoint() + "', path-style: true, anonymous: true}";

            // When
            int exitCode = IngestCommand.run(
                    config("source: s3, prefix: 's3://photos/2026/', s3: " + s3
                            + ", claim-check: {above: 100B, store: 's3://photos/large', s3: " + s3 + "}"),
                    () -> false);

            // Then
            assertThat(exitCode).isZero();
            assertThat(read(Topics.IMAGES_DEAD_LETTER)).hasSize(1);
            List<ConsumerRecord<String, ImageSample>> images = read(Topics.IMAGES_RAW);
            assertThat(images).extracting(ConsumerRecord::key).containsOnly("photos");
            try (BlobFetcher fetcher = new BlobFetcher(
                    BlobStore.open(URI.create("s3://photos/large"), server.config()),
                    ByteSize.ofMiB(1),
                    ByteSize.ofMiB(1),
                    1)) {
                for (int number = 0; number < 10; number++) {
                    assertThat(fetcher.bytesOf(images.get(number).value()))
                            .isEqualTo(ByteBuffer.wrap(TestImages.jpeg(number)));
                }
            }
        }
    }

    @Test
    void theImagesOfShardsInABucketAreOnTheirTopicOnceAndABadOneNamesItsShardAndEntry() throws Exception {
        try (LoopbackS3 server = LoopbackS3.start()) {
            server.put("a-0.tar", TestShard.of(List.of(TestImages.jpeg(0), TestImages.text(), TestImages.jpeg(1))));
            server.put("a-1.tar", TestShard.of(List.of(TestImages.jpeg(2))));
            IngestConfig config = config("source: webdataset, shards: 's3://photos/a-{0..1}.tar', s3: {endpoint: '"
                    + server.endpoint() + "', path-style: true, anonymous: true}");

            assertThat(IngestCommand.run(config, () -> false)).isZero();
            assertThat(IngestCommand.run(config, () -> false)).isZero();

            assertThat(read(Topics.IMAGES_RAW))
                    .extracting(ConsumerRecord::key)
                    .containsExactly("a--0..1-.tar", "a--0..1-.tar", "a--0..1-.tar");
            assertThat(read(Topics.IMAGES_DEAD_LETTER)).singleElement().satisfies(letter -> assertThat(
                            letter.value().getOrigin())
                    .isEqualTo("s3://photos/a-0.tar!/001.jpg"));
        }
    }

    @Test
    void inRealTimeImagesLeaveNoSoonerThanTheyWereTaken() throws Exception {
        Path inbox = folder.resolve("inbox");
        for (int number = 0; number < 3; number++) {
            Path file = inbox.resolve(number + ".jpg");
            write(file, TestImages.jpeg(number));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + 2_000L * number));
        }

        long start = System.nanoTime();
        IngestCommand.run(config("source: path, order: as-is, realtime: true, speed: 2, path: " + inbox), () -> false);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(read(Topics.IMAGES_RAW)).hasSize(3);
    }

    @Test
    void aStoreThatStaysAwayEndsIngestWithExitCodeOneAndNothingIsSkipped() throws Exception {
        Path inbox = folder.resolve("inbox");
        write(inbox.resolve("large.jpg"), TestImages.jpeg(1));
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file, where the store should be");
        String source = "source: path, path: " + inbox + ", give-up-after: 1s";

        assertThat(IngestCommand.run(
                        config(source + ", claim-check: {above: 100B, store: " + blocked + "}"), () -> false))
                .isEqualTo(1);
        assertThat(IngestCommand.run(config(source), () -> false)).isZero();

        assertThat(read(Topics.IMAGES_RAW)).hasSize(1);
    }

    @Test
    void withTheHeaderAloneACutOffBodyIsLeftToCuration() throws Exception {
        Path inbox = folder.resolve("inbox");
        write(inbox.resolve("truncated.jpg"), TestImages.truncatedJpeg());
        write(inbox.resolve("text.jpg"), TestImages.text());

        IngestCommand.run(config("source: path, validation: header, path: " + inbox), () -> false);

        assertThat(read(Topics.IMAGES_RAW)).hasSize(1);
        assertThat(read(Topics.IMAGES_DEAD_LETTER)).hasSize(1);
    }

    @Test
    void theCameraSendsItsLinesInOrderAndNoLabelsAndStopsWhenAsked() throws Exception {
        // Given
        AtomicBoolean stop = new AtomicBoolean();
        IngestConfig config = config("camera-rate: unlimited, rate: 400/s, in-flight: 1MiB, validators: 3");
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> run(config, stop));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(read(Topics.IMAGES_RAW)).hasSizeGreaterThan(400));

        // When
        stop.set(true);

        // Then
        assertThat(running.get()).isZero();
        List<ConsumerRecord<String, ImageSample>> images = read(Topics.IMAGES_RAW);
        assertThat(images).allSatisfy(image -> {
            assertThat(image.value().getLabel()).isNull();
            assertThat(image.value().getTags()).isEmpty();
        });
        for (String line : List.of("line-1", "line-2", "line-3", "line-4")) {
            List<ImageSample> ofLine = images.stream()
                    .filter(image -> image.key().equals(line))
                    .map(ConsumerRecord::value)
                    .toList();
            assertThat(ofLine).hasSizeGreaterThanOrEqualTo(100);
            assertThat(ofLine).extracting(ImageSample::getCaptureTime).isSorted();
            assertThat(ofLine).extracting(ImageSample::getId).doesNotHaveDuplicates();
        }
    }

    @Test
    void aBrokerThatStaysAwayEndsIngestWithExitCodeOne() throws Exception {
        IngestConfig config = config("give-up-after: 1s");
        broker.close();

        assertThat(IngestCommand.run(config, () -> false)).isEqualTo(1);
    }

    @Test
    void aSourceThatIsNotThereEndsIngestWithExitCodeOne() throws Exception {
        assertThat(IngestCommand.run(config("source: path, path: " + folder.resolve("nowhere.tar")), () -> false))
                .isEqualTo(1);
    }

    private static int run(IngestConfig config, AtomicBoolean stop) {
        try {
            return IngestCommand.run(config, stop::get);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private IngestConfig config(String keys) throws ConfigException {
        String cursor = keys.contains("cursor:") ? "" : "cursor: '" + folder.resolve("cursor") + "', ";
        String yaml = "{" + cursor + keys + ", kafka: {bootstrap.servers: '"
                + broker.bootstrapServers()
                + "', default.api.timeout.ms: '900', request.timeout.ms: '450'}, registry: {url: '" + registry()
                + "'}}";
        return ConfigLoader.parse(yaml, "ingest.yaml", IngestConfig.class);
    }

    private String registry() {
        return "mock://" + folder.getFileName();
    }

    private <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic<V> topic) throws Exception {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (var registry = Registry.connect(
                        ConfigLoader.parse("{url: '" + registry() + "'}", "registry", RegistryConfig.class));
                var consumer = new KafkaConsumer<>(
                        KafkaSettings.consumer(Map.of("bootstrap.servers", broker.bootstrapServers()), "reader"),
                        new StringDeserializer(),
                        new AvroDeserializer<>(registry, topic.valueType()))) {
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

    private static byte[] bytes(ImageSample sample) {
        byte[] bytes = new byte[sample.getBytes().remaining()];
        sample.getBytes().duplicate().get(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
