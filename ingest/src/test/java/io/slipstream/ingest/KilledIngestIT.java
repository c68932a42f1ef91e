package io.slipstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest is killed with -9 under load, again and again, until it has come to the end of its source. */
class KilledIngestIT {

    private static final int IMAGES = 2_000;

    /** Small images take about 1.7 KB of 1 MiB in flight; what is acknowledged between two saves comes on top. */
    private static final int MOST_SENT_AGAIN = 1_000;

    private static final int FRAME_HEADER = 5;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Set<String> ids = new HashSet<>();
    private final Path folder;
    private EmbeddedKafka broker;

    KilledIngestIT(@TempDir Path folder) {
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
    void aDirectoryIsSentToItsEndAndNothingIsSkipped() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int number = 0; number < IMAGES; number++) {
            Files.write(images.resolve(number + ".jpg"), image(number));
        }

        assertThatEverythingArrives("source: path\npath: " + images + "\n", 3);
    }

    @Test
    void aShuffledArchiveIsSentToItsEndAndNothingIsSkipped() throws Exception {
        Path archive = folder.resolve("images.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            for (int number = 0; number < IMAGES; number++) {
                byte[] image = image(number);
                TarArchiveEntry entry = new TarArchiveEntry(number + ".jpg");
                entry.setSize(image.length);
                tar.putArchiveEntry(entry);
                tar.write(image);
                tar.closeArchiveEntry();
            }
        }

        assertThatEverythingArrives("source: path\npath: " + archive + "\n", 1);
    }

    private void assertThatEverythingArrives(String source, int kills) throws Exception {
        // Given
        Path config = folder.resolve("ingest.yaml");
        Files.writeString(
                config,
                source + "rate: 800/s\nin-flight: 1MiB\ncursor: " + folder.resolve("one.cursor")
                        + "\nkafka: {bootstrap.servers: '" + broker.bootstrapServers()
                        + "'}\nregistry: {url: 'mock://killed'}\n");

        // When
        for (int kill = 1; kill <= kills; kill++) {
            int sent = sent().size();
            int more = 100 + random.nextInt(300);
            Process process = start(config);
            await("seed " + seed + ": kill " + kill + " after " + more + " more images")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sent().size() >= sent + more);
            process.destroyForcibly().waitFor();
        }
        assertThat(exitCode(start(config))).isZero();
        List<String> afterTheEnd = sent();
        assertThat(exitCode(start(config))).isZero();

        // Then
        assertThat(new HashSet<>(afterTheEnd)).isEqualTo(ids);
        assertThat(afterTheEnd).hasSizeLessThanOrEqualTo(IMAGES + kills * MOST_SENT_AGAIN);
        assertThat(sent()).hasSameSizeAs(afterTheEnd);
    }

    private byte[] image(int number) throws IOException {
        byte[] image = TestImages.jpeg(number);
        ids.add(Sha256.of(image));
        return image;
    }

    private Process start(Path config) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestProcess.class.getName(),
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("ingest.log").toFile()))
                .start();
    }

    private int exitCode(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(Files.readString(folder.resolve("ingest.log")))
                .isTrue();
        return process.exitValue();
    }

    /** The ids of all images on the topic, those sent again included. */
    private List<String> sent() throws IOException {
        List<String> sent = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(Map.of("bootstrap.servers", broker.bootstrapServers()), "reader"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.listTopics().getOrDefault(Topics.IMAGES_RAW.name(), List.of()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                return sent;
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    sent.add(sample(record.value()).getId());
                }
            }
        }
        return sent;
    }

    /** Reads a record without a registry, which lives and ends with each process. */
    private static ImageSample sample(byte[] value) throws IOException {
        return new SpecificDatumReader<ImageSample>(ImageSample.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(value, FRAME_HEADER, value.length - FRAME_HEADER, null));
    }
}
