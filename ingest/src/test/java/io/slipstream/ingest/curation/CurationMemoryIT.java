package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.ingest.TestImages;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curation with a heap of 256 MiB, a quarter of which is for images, and without a second life. */
class CurationMemoryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EACH = 30;

    @Test
    void imagesThatDoNotFitTheHeapAreDeadLettersAndThoseThatFitOneAtATimeAreForwarded(@TempDir Path folder)
            throws Exception {
        String registry = "mock://" + UUID.randomUUID();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"));
                TestTopics topics = new TestTopics(broker.bootstrapServers(), registry);
                SchemaRegistryClient client = topics.registry()) {
            // Given: in every partition images of 49 and of 3.6 megapixels and small ones, in turn
            for (var topic : List.of(Topics.IMAGES_RAW, Topics.IMAGES, Topics.IMAGES_DEAD_LETTER)) {
                Registry.register(client, topic);
            }
            topics.create();
            Path log = folder.resolve("curation.log");
            Path config = Files.writeString(
                    folder.resolve("curation.yaml"),
                    "{listen: none, duplicates: {images: 0}, state: " + folder.resolve("state")
                            + ", kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}, registry: {url: '"
                            + registry + "'}}");
            byte[] far = png(7000);
            byte[] near = png(1900);
            for (int number = 0; number < EACH; number++) {
                topics.send("line-" + number % 8, far);
                topics.send("line-" + number % 8, near);
                topics.send("line-" + number % 8, TestImages.jpeg(number));
            }
            topics.flush();

            // When
            Process curation = CurationProcess.start(config, log);
            try {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(curation.isAlive()).as(Files.readString(log)).isTrue();
                    assertThat(topics.read(Topics.IMAGES).size()
                                    + topics.read(Topics.IMAGES_DEAD_LETTER).size())
                            .isGreaterThanOrEqualTo(3 * EACH);
                });
                curation.destroy();
                assertThat(curation.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                curation.destroyForcibly();
            }

            // Then
            assertThat(topics.read(Topics.IMAGES)).hasSize(2 * EACH);
            assertThat(topics.read(Topics.IMAGES_DEAD_LETTER)).hasSize(EACH).allSatisfy(letter -> {
                assertThat(letter.value().getReason()).isEqualTo(DeadLetterReason.TOO_MANY_PIXELS);
                assertThat(letter.value().getMessage()).contains("7000 x 7000", "-Xmx");
            });
            assertThat(Files.readString(log)).contains("too small for the largest images allowed");
        }
    }

    private static byte[] png(int side) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
        return bytes.toByteArray();
    }
}
