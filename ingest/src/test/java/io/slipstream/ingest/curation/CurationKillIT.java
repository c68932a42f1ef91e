package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.ingest.TestImages;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curation in a process of its own, killed while it works. */
class CurationKillIT {

    private static final int IMAGES = 3_000;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void whateverIsKilledWhenEveryImageIsForwardedExactlyOnce(@TempDir Path folder) throws Exception {
        Random random = new Random(7);
        String registry = "mock://" + UUID.randomUUID();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"));
                TestTopics topics = new TestTopics(broker.bootstrapServers(), registry);
                SchemaRegistryClient client = topics.registry()) {
            // Given: a registry inside each JVM, which numbers the schemas alike
            for (var topic : List.of(Topics.IMAGES_RAW, Topics.IMAGES, Topics.IMAGES_DEAD_LETTER)) {
                Registry.register(client, topic);
            }
            topics.create();
            Path log = folder.resolve("curation.log");
            Path config = Files.writeString(
                    folder.resolve("curation.yaml"),
                    "{listen: none, commit-interval: 50ms, state: " + folder.resolve("state")
                            + ", kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}, registry: {url: '"
                            + registry + "'}}");
            Set<String> sent = new HashSet<>();
            for (int number = 0; number < IMAGES; number++) {
                byte[] image = TestImages.jpeg(number);
                sent.add(Sha256.of(image));
                topics.send("line-" + number % 16, image);
                topics.send("line-" + number % 16, image);
            }
            topics.flush();

            // When
            Process curation = CurationProcess.start(config, log);
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = IMAGES * kill / (KILLS + 2) + random.nextInt(200);
                    await().atMost(PATIENCE).untilAsserted(() -> assertThat(topics.read(Topics.IMAGES))
                            .as(() -> tail(log))
                            .hasSizeGreaterThan(enough));
                    curation.destroyForcibly().waitFor();
                    curation = CurationProcess.start(config, log);
                }
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(topics.read(Topics.IMAGES))
                        .as(() -> tail(log))
                        .hasSizeGreaterThanOrEqualTo(IMAGES));
                curation.destroy();
                assertThat(curation.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                curation.destroyForcibly();
            }

            // Then
            assertThat(topics.read(Topics.IMAGES))
                    .extracting(image -> image.value().getId())
                    .containsExactlyInAnyOrderElementsOf(sent);
            assertThat(topics.read(Topics.IMAGES_DEAD_LETTER)).isEmpty();
        }
    }

    private static String tail(Path log) {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2000));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
