package io.slipstream.deploy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.deploy.parent.ParentWatch;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A launcher whose services say the right things on the topics without doing any work, so that what is tested is the
 * demo's own part. The seed chooses a fault.
 */
final class FakeServices {
    static final long TRAINER_CRASHES = 13;
    static final long LEDGER_IS_WRONG = 17;

    private static final long MISLED_STEP = 30;

    private final JsonNode config;
    private final SchemaRegistryClient registry;

    private FakeServices(JsonNode config) throws Exception {
        this.config = config;
        String url = config.at("/registry/url").asText();
        this.registry = Registry.connect(ConfigLoader.parse("url: " + url, "test", RegistryConfig.class));
    }

    /** {@code --stop-with-parent PID COMMAND --OPTION=FILE …}. */
    public static void main(String[] args) throws Exception {
        ParentWatch.start(Long.parseLong(args[1]));
        String file = args[3].substring(args[3].indexOf('=') + 1);
        if (args[2].equals("camera")) {
            Files.createDirectories(Path.of(file).toAbsolutePath().getParent());
            Files.writeString(Path.of(file), "probe");
            return;
        }
        var services = new FakeServices(new YAMLMapper().readTree(new File(file)));
        switch (args[2]) {
            case "ingest" -> services.ingest();
            case "train" -> services.train();
            case "evaluate" -> services.evaluate();
            case "drift" -> services.drift();
            case "promote" -> services.promote();
            default -> throw new IllegalArgumentException(args[2]);
        }
    }

    private void ingest() throws Exception {
        send(Topics.IMAGES_DEAD_LETTER, Records.refused(DeadLetterReason.EMPTY, "a.jpg has no bytes"));
        new CountDownLatch(1).await();
    }

    private void train() throws Exception {
        String model = config.get("model").asText();
        long seed = config.get("seed").asLong();
        if (config.has("rollback")) {
            send(Topics.MODEL_SNAPSHOTS, Records.snapshot(model, MISLED_STEP, Instant.now()));
            finishAt(model, MISLED_STEP + 2, Records.ledger(100, 99, 1, 0));
            return;
        }
        send(Topics.MODEL_SNAPSHOTS, Records.snapshot(model, 0, Instant.now()));
        send(Topics.TRAINING_METRICS, Records.metrics(model, Instant.now(), 5, 0));
        if (seed == TRAINER_CRASHES) {
            System.err.println("out of ideas");
            System.exit(3);
        }
        send(Topics.MODEL_SNAPSHOTS, Records.snapshot(model, 10, Instant.now()));
        LedgerEntry ledger = Records.ledger(100, seed == LEDGER_IS_WRONG ? 98 : 99, 1, 0);
        finishAt(model, 12, ledger);
    }

    private void finishAt(String model, long step, LedgerEntry ledger) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            send(Topics.MODEL_SNAPSHOTS, Records.snapshot(model, step, Instant.now()));
            send(Topics.TRAINING_METRICS, Records.metrics(model, Instant.now(), step, 0, true, List.of(ledger)));
        }));
        new CountDownLatch(1).await();
    }

    private void drift() throws Exception {
        send(Topics.DRIFT_REPORTS, Records.window(config.get("model").asText(), "line-1", 1, Instant.now(), false));
        new CountDownLatch(1).await();
    }

    private void promote() throws Exception {
        send(Topics.MODEL_DECISIONS, Records.promotion(config.get("model").asText(), "stable", 10));
        new CountDownLatch(1).await();
    }

    private void evaluate() throws Exception {
        if (!Files.exists(Path.of(config.at("/probe-sets/demo/path").asText("missing")))) {
            System.exit(4);
        }
        Instant start = Instant.parse(config.get("start-at").asText());
        Set<Class<?>> heard = new HashSet<>();
        Queue<ModelSnapshot> waiting = new ArrayDeque<>();
        try (TopicFollower follower = TopicFollower.from(start, bootstrapServers(), registry)) {
            while (true) {
                for (SpecificRecord record : follower.poll(Duration.ofMillis(100))) {
                    heard.add(record.getClass());
                    if (record instanceof ModelSnapshot snapshot) {
                        waiting.add(snapshot);
                    }
                }
                while (!waiting.isEmpty() && isDue(waiting.element(), heard)) {
                    judge(waiting.remove());
                }
            }
        }
    }

    /** Whoever waits for the verdict on a misled trainer's snapshot has then heard the other judges too. */
    private static boolean isDue(ModelSnapshot snapshot, Set<Class<?>> heard) {
        return snapshot.getStep() < MISLED_STEP || heard.containsAll(List.of(DriftReport.class, ChannelPointer.class));
    }

    private void judge(ModelSnapshot snapshot) {
        String model = snapshot.getModelId();
        long step = snapshot.getStep();
        send(Topics.PROBE_SCORES, Records.score(model, step, 0.4 + step / 100.0));
        send(
                Topics.SNAPSHOT_REPORTS,
                step < MISLED_STEP
                        ? Records.report(model, step, SnapshotVerdict.HEALTHY)
                        : Records.report(model, step, SnapshotVerdict.COLLAPSED, "all alike"));
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, V value) {
        Map<String, Object> settings =
                KafkaSettings.producer(Map.of("bootstrap.servers", bootstrapServers()), "fake-service");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<V>(registry))) {
            producer.send(new ProducerRecord<>(topic.name(), "key", value)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String bootstrapServers() {
        return config.get("kafka").get("bootstrap.servers").asText();
    }
}
