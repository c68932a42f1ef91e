package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.ingest.TestImages;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service on a real broker; what images hold is read committed. */
class CurationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CLASSIC = "listen: none, group-protocol: classic";

    private final Path folder;
    private final String registry = "mock://" + UUID.randomUUID();
    private EmbeddedKafka broker;
    private TestTopics topics;

    CurationIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startABroker() throws IOException {
        broker = EmbeddedKafka.start(folder.resolve("broker"));
        topics = new TestTopics(broker.bootstrapServers(), registry);
        topics.create();
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        topics.close();
        broker.close();
    }

    @Test
    void theCommandCuratesAnswersOverHttpAndStopsWhenAsked() throws Exception {
        int port = LoopbackPort.free();
        AtomicBoolean stop = new AtomicBoolean();
        CurationConfig config = config("one", "listen: '127.0.0.1:" + port + "', report-interval: 500ms");
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> run(config, stop));
        send(0, 100);
        send(50, 100);
        topics.send("line-1", TestImages.text());

        patiently().untilAsserted(() -> {
            assertThat(ids()).hasSize(150).doesNotHaveDuplicates();
            assertThat(topics.read(Topics.IMAGES_DEAD_LETTER)).hasSize(1);
            JsonNode report =
                    new ObjectMapper().readTree(get(port, "/v1/curation").body());
            assertThat(report.get("balanced").asBoolean()).isTrue();
            assertThat(report.get("partitions")).hasSize(4);
            assertThat(report.findValuesAsText("forwarded").stream()
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(150);
            assertThat(report.findValuesAsText("duplicate").stream()
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(50);
        });
        assertThat(get(port, "/metrics").body())
                .contains("slipstream_curation_forwarded_total{partition=\"", "reason=\"BAD_FRAME\"", "running 1.0");
        assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(port, "/v1/nonsense").statusCode()).isEqualTo(404);

        stop.set(true);
        assertThat(running.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "classic"})
    void twoInstancesShareThePartitionsAndNothingIsForwardedTwiceWhenOneGoes(String protocol) throws Exception {
        String keys = "listen: none, group-protocol: " + protocol;
        try (CurationService one = CurationService.start(config("one", keys), () -> false)) {
            send(0, 200);
            patiently().untilAsserted(() -> assertThat(one.ledgers()).hasSize(4));
            try (CurationService two = CurationService.start(config("two", keys), () -> false)) {
                patiently().untilAsserted(() -> {
                    assertThat(one.ledgers()).hasSize(2);
                    assertThat(two.ledgers()).hasSize(2);
                });
                send(100, 200);
                patiently().untilAsserted(() -> assertThat(ids()).hasSize(300));
            }
            send(0, 400);

            patiently().untilAsserted(() -> {
                assertThat(one.ledgers()).hasSize(4).allMatch(PartitionLedger::isBalanced);
                assertThat(sum(one.ledgers(), PartitionLedger::read)).isEqualTo(800);
            });
            patiently().untilAsserted(() -> assertThat(ids()).hasSize(400).doesNotHaveDuplicates());
        }
    }

    @Test
    void theStateComesBackFromTheBrokerWhenItsDirectoryIsLostWithTheClassicProtocolToo() throws Exception {
        try (CurationService before = CurationService.start(config("lost", CLASSIC), () -> false)) {
            send(0, 150);
            patiently().untilAsserted(() -> assertThat(sum(before.ledgers(), PartitionLedger::forwarded))
                    .isEqualTo(150));
        }
        assertThat(ids()).hasSize(150);
        delete(folder.resolve("lost"));

        try (CurationService after = CurationService.start(config("lost", CLASSIC), () -> false)) {
            send(0, 200);
            patiently().untilAsserted(() -> {
                assertThat(sum(after.ledgers(), PartitionLedger::read)).isEqualTo(350);
                assertThat(sum(after.ledgers(), PartitionLedger::forwarded)).isEqualTo(200);
                assertThat(after.ledgers()).allMatch(PartitionLedger::isBalanced);
            });
        }
        assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
    }

    /** The source key decides the partition, so the same images go to the same one every time. */
    private void send(int from, int count) throws Exception {
        for (int number = from; number < from + count; number++) {
            topics.send("line-" + number % 16, TestImages.jpeg(number));
        }
        topics.flush();
    }

    /** Ledgers cannot be read while partitions move. */
    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).ignoreException(InvalidStateStoreException.class);
    }

    private static long sum(List<PartitionLedger> ledgers, ToLongFunction<PartitionLedger> count) {
        return ledgers.stream().mapToLong(count).sum();
    }

    private static int run(CurationConfig config, AtomicBoolean stop) {
        try {
            return CurateCommand.run(config, stop::get);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private CurationConfig config(String instance, String keys) throws ConfigException {
        String yaml = "{" + keys + ", state: " + folder.resolve(instance)
                + ", kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}, registry: {url: '" + registry
                + "'}}";
        return ConfigLoader.parse(yaml, "curation.yaml", CurationConfig.class);
    }

    private List<String> ids() throws Exception {
        return topics.read(Topics.IMAGES).stream()
                .map(image -> image.value().getId())
                .toList();
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
