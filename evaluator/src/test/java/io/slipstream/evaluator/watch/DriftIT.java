package io.slipstream.evaluator.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.OffsetRange;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on a real broker with a real encoder: killed, and shared between instances. */
class DriftIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> SOURCES = List.of("line-1", "line-2", "line-3", "line-4");

    private final Frames frames = new Frames(3);
    private final Path folder;
    private final String registryUrl = "mock://" + UUID.randomUUID();
    private EmbeddedKafka broker;
    private SchemaRegistryClient registry;
    private Map<String, String> kafka;

    DriftIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startABrokerWithAnEncoder() throws Exception {
        broker = EmbeddedKafka.start(folder.resolve("broker"));
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        registry =
                Registry.connect(ConfigLoader.parse("{url: '" + registryUrl + "'}", "registry", RegistryConfig.class));
        List<Topic<?>> topics = List.of(
                Topics.IMAGES,
                Topics.MODEL_SNAPSHOTS,
                Topics.MODEL_CHANNELS,
                Topics.DRIFT_ANCHORS,
                Topics.DRIFT_REPORTS,
                Topics.TRAINING_REQUESTS);
        for (Topic<?> topic : topics) { // a registry inside each JVM, which numbers the schemas alike
            Registry.register(registry, topic);
        }
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            TopicCreator.create(admin, (short) 1, topics);
        }
        announce();
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        registry.close();
        broker.close();
    }

    @Test
    void aWatchThatIsKilledLosesNoWindowAndReportsNoneTwice() throws Exception {
        Path log = folder.resolve("drift.log");
        int port = LoopbackPort.free();
        Path config =
                Files.writeString(folder.resolve("drift.yaml"), yaml("killed", "listen: '127.0.0.1:" + port + "'"));
        send(200, 1);
        Process watch = DriftProcess.start(config, log);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(reports("line-1")).as(() -> tail(log)).hasSizeGreaterThanOrEqualTo(3));
            watch.destroyForcibly().waitFor();
            send(100, 0.3);
            watch = DriftProcess.start(config, log);
            for (String source : SOURCES) {
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(reports(source)).as(() -> tail(log)).hasSize(15));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(reports("*")).as(() -> tail(log)).hasSize(60));
            JsonNode latest = new ObjectMapper().readTree(get(port, "/v1/drift").body());
            assertThat(latest.get("streams")).hasSize(5);
            assertThat(latest.get("streams").get(1).at("/report/verdict").asText())
                    .isEqualTo("DRIFTED");
            assertThat(get(port, "/metrics").body())
                    .contains("slipstream_drift_verdict{source=\"line-1\",verdict=\"DRIFTED\"} 1.0");
            assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
        } finally {
            watch.destroyForcibly();
        }

        for (String source : SOURCES) {
            List<DriftReport> reports = reports(source);
            long number = 1;
            long end = -1;
            for (DriftReport report : reports) {
                OffsetRange range = report.getOffsets().get(0);
                assertThat(report.getWindow()).isEqualTo(number++);
                assertThat(range.getFirst()).as("windows follow one another").isGreaterThan(end);
                end = range.getLast();
                assertThat(report.getWindowSize()).isEqualTo(20);
            }
            assertThat(reports)
                    .filteredOn(DriftReport::getAlarm)
                    .singleElement()
                    .satisfies(alarm -> {
                        assertThat(alarm.getWindow()).isBetween(11L, 12L);
                        assertThat(alarm.getVerdict()).isEqualTo(DriftVerdict.DRIFTED);
                    });
        }
    }

    @Test
    void twoInstancesShareTheSourcesAndOneGoesOnAlone() throws Exception {
        try (DriftService one = start("one")) {
            await().atMost(PATIENCE).until(() -> one.tasks() == 5);
            try (DriftService two = start("two")) {
                await().atMost(PATIENCE).until(() -> one.tasks() < 5 && two.tasks() > 0);
                send(100, 1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(reports("*")).hasSize(20));
            }
            send(40, 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reports("*")).hasSize(28));
        }
        for (String source : SOURCES) {
            assertThat(reports(source)).extracting(DriftReport::getWindow).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        }
    }

    private DriftService start(String instance) throws Exception {
        return DriftService.start(
                ConfigLoader.parse(yaml(instance, "listen: none"), "drift.yaml", DriftConfig.class), new StopSignal());
    }

    private String yaml(String instance, String more) {
        return "{" + WatchDriver.SMALL + ", start-at: earliest, commit-interval: 100ms, state: "
                + folder.resolve(instance) + ", kafka: {bootstrap.servers: '" + broker.bootstrapServers()
                + "'}, registry: {url: '" + registryUrl + "'}, " + more + "}";
    }

    private void announce() throws Exception {
        FileSnapshotStore store = new FileSnapshotStore(folder.resolve("snapshots"));
        try (InputStream in = requireNonNull(DriftIT.class.getResourceAsStream("/encoder/tiny.pt"));
                KafkaProducer<String, ModelSnapshot> producer = new KafkaProducer<>(
                        KafkaSettings.producer(kafka, "test"),
                        new StringSerializer(),
                        new AvroSerializer<>(registry))) {
            ModelSnapshot snapshot =
                    store.publish(Announcements.snapshot("m", 0), Map.of("encoder.pt", in.readAllBytes()));
            producer.send(new ProducerRecord<>(Topics.MODEL_SNAPSHOTS.name(), snapshot.getSnapshotId(), snapshot))
                    .get();
        }
    }

    /** So many plain images of every source. */
    private void send(int count, double lamp) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                for (int source = 0; source < SOURCES.size(); source++) {
                    producer.send(
                            new ProducerRecord<>(Topics.IMAGES.name(), source, SOURCES.get(source), frames.next(lamp)));
                }
            }
            producer.flush();
        }
    }

    private List<DriftReport> reports(String source) {
        TopicPartition partition = new TopicPartition(Topics.DRIFT_REPORTS.name(), 0);
        List<DriftReport> reports = new ArrayList<>();
        try (KafkaConsumer<String, DriftReport> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka, "reader"),
                new StringDeserializer(),
                new AvroDeserializer<>(registry, DriftReport.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(report -> {
                    if (report.key().equals(source)) {
                        reports.add(report.value());
                    }
                });
            }
        }
        return reports;
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String tail(Path log) {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 3000));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
