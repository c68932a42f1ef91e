package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.audit.VerifyLedgerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;

/**
 * A broker with a topic of images, poison and duplicates among them, and trainers in this JVM: the model {@code disturbed},
 * to which things are done, and in the end one to which nothing is, for comparison.
 */
final class TestService implements AutoCloseable {

    static final String MODEL = "disturbed";
    static final int PARTITIONS = 4;
    static final int RECORDS = 96;

    private static final int POISON = 3;
    private static final int DUPLICATES = 5;

    private final Path directory;
    private final int port = LoopbackPort.free();
    private final int controllerPort = LoopbackPort.free();
    private final String registryUrl;
    private final SchemaRegistryClient registry;
    private EmbeddedKafka broker;

    /** With all of the stream on the topic. */
    static TestService filled(Path directory) throws IOException {
        return filled(directory, ownRegistry());
    }

    /** The same with another schema registry. */
    static TestService filled(Path directory, String registryUrl) throws IOException {
        TestService service = new TestService(directory, registryUrl);
        service.fill(0, RECORDS);
        return service;
    }

    /** With an empty topic of images. */
    TestService(Path directory) throws IOException {
        this(directory, ownRegistry());
    }

    private TestService(Path directory, String registryUrl) throws IOException {
        this.directory = directory;
        this.registryUrl = registryUrl;
        this.registry = Registry.connect(
                new RegistryConfig(registryUrl, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
        this.broker = EmbeddedKafka.start(directory.resolve("broker"), port, controllerPort);
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka(), "test"))) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
    }

    private static String ownRegistry() {
        return "mock://" + UUID.randomUUID();
    }

    /** Sends the records of these offsets to each of four partitions. */
    void fill(int from, int to) {
        fill(PARTITIONS, from, to);
    }

    /** Sends them to each of so many partitions. */
    void fill(int partitions, int from, int to) {
        TestTopics.fill(kafka(), registry, partitions, from, to);
    }

    void stopBroker() throws IOException {
        broker.close();
    }

    /** Starts the broker again, on its data and where it was. */
    void startBroker() throws IOException {
        broker = EmbeddedKafka.start(directory.resolve("broker"), port, controllerPort);
    }

    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port);
    }

    /** Directory of all checkpoints. */
    Path store() {
        return directory.resolve("checkpoints");
    }

    /** The checkpoint section of a configuration, with further keys. */
    String checkpoint(String every, String... more) {
        return "{store: '%s', every: %s%s}"
                .formatted(
                        store(), every, List.of(more).stream().map(", "::concat).collect(Collectors.joining()));
    }

    /** A configuration that differs from the usual one in some top-level keys. */
    TrainerConfig config(String model, Map<String, String> changed) throws Exception {
        Map<String, String> keys = new TreeMap<>(Map.of(
                "threads", "1",
                "network", "{image-size: 16}",
                "byol", "{hidden: 32, projection: 16}",
                "batch", "{size: 16, stream: 8, max-wait: 100ms}",
                "replay", "{capacity: 100}",
                "snapshot", "{store: '%s', every: 100000}".formatted(directory.resolve("snapshots")),
                "checkpoint", checkpoint("100ms"),
                "metrics-every", "200ms",
                "kafka", "{bootstrap.servers: '127.0.0.1:%d'}".formatted(port),
                "registry", "{url: '%s'}".formatted(registryUrl)));
        keys.put("method", "byol");
        keys.putAll(changed);
        keys.put("model", model);
        return ConfigLoader.parse(
                keys.entrySet().stream()
                        .map(key -> key.getKey() + ": " + key.getValue())
                        .collect(Collectors.joining("\n")),
                "trainer.yaml",
                TrainerConfig.class);
    }

    /** Trains the disturbed model to the end of the stream, or until the script stops it. */
    void train(Map<String, String> changed, LoopScript script) throws Exception {
        train(changed, script, Clock.systemUTC());
    }

    /** The same by another clock. */
    void train(Map<String, String> changed, LoopScript script, Clock clock) throws Exception {
        assertThat(TrainCommand.run(config(MODEL, changed), false, true, script, clock))
                .isZero();
    }

    /** All committed values of a topic, and of the topics that several models share those of all. */
    <T extends SpecificRecord> List<T> read(Topic<T> topic) {
        return TestTopics.read(kafka(), registry, topic);
    }

    /** Checkpoints announced of a model and not taken back, oldest first. */
    List<TrainingCheckpoint> checkpoints(String model) {
        return read(Topics.MODEL_CHECKPOINTS).stream()
                .filter(record -> record.getModelId().equals(model) && record.getKind() == CheckpointKind.CHECKPOINT)
                .toList();
    }

    TrainingCheckpoint last(String model) {
        List<TrainingCheckpoint> all = checkpoints(model);
        return all.get(all.size() - 1);
    }

    List<TrainingMetrics> metrics() {
        return read(Topics.TRAINING_METRICS);
    }

    /**
     * That all of the stream is accounted for: every ledger adds up and agrees with the topics, every refused record has
     * one dead letter, and no snapshot was published twice. To be called before another model is trained, because a dead
     * letter does not say whose it is.
     */
    void assertAccounted() throws Exception {
        assertThat(read(Topics.IMAGES_DEAD_LETTER))
                .hasSize(PARTITIONS * POISON)
                .extracting(DeadLetter::getPartition, DeadLetter::getOffset)
                .doesNotHaveDuplicates();
        assertThat(read(Topics.MODEL_SNAPSHOTS))
                .extracting(ModelSnapshot::getSnapshotId)
                .doesNotHaveDuplicates();
        assertThat(last(MODEL).getLedger()).hasSize(PARTITIONS).allSatisfy(entry -> {
            assertThat(entry.getCovered()).isEqualTo(RECORDS);
            assertThat(entry.getPending()).isZero();
        });
        assertAudited();
    }

    /** That {@code verify-ledger} finds nothing wrong. */
    void assertAudited() throws Exception {
        Path file = Files.writeString(
                directory.resolve("audited.yaml"), ConfigLoader.effectiveYaml(config(MODEL, Map.of())));
        StringWriter said = new StringWriter();
        int exit = new CommandLine(new VerifyLedgerCommand())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute("--config", file.toString());
        assertThat(exit).as(said.toString()).isZero();
    }

    /** That all is accounted for, every image was trained on once, and the model is the one that learned in peace. */
    void assertAsIfNothingHadHappened() throws Exception {
        assertAccounted();
        assertThat(last(MODEL).getLedger())
                .extracting(LedgerEntry::getTrained)
                .containsOnly((long) RECORDS - POISON - DUPLICATES);
        assertThat(TrainCommand.run(config("undisturbed", Map.of()), false, true, () -> false))
                .isZero();
        assertThat(last(MODEL).getStep()).isEqualTo(last("undisturbed").getStep());
        assertThat(last(MODEL).getStateHashes())
                .isEqualTo(last("undisturbed").getStateHashes())
                .hasSize(6);
    }

    @Override
    public void close() throws IOException {
        broker.close();
        registry.close();
    }
}
