package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CheckpointWriter;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.checkpoint.FileBlobStore;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.Written;
import io.slipstream.trainer.reproduce.ReproduceCommand;
import io.slipstream.trainer.stream.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Snapshots of a trainer that was killed, stopped and asked to warm up again are made again from what was recorded. */
class ReproduceIT {

    private static Path directory;
    private static Path configFile;
    private static TrainerConfig config;
    private static EmbeddedKafka broker;
    private static SchemaRegistryClient registry;
    private static List<ModelSnapshot> snapshots;

    private final StringWriter said = new StringWriter();
    private final String copy;

    ReproduceIT(TestInfo test) {
        copy = "copy-" + test.getTestMethod().orElseThrow().getName();
    }

    @BeforeAll
    static void train(@TempDir Path temporary) throws Exception {
        directory = temporary;
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        configFile = Files.writeString(directory.resolve("trainer.yaml"), """
                model: it
                threads: 1
                network: {image-size: 16}
                method: byol
                byol: {hidden: 32, projection: 16}
                batch: {size: 16, stream: 8, max-wait: 100ms, passes: 2}
                regularizers: {alignment: {weight: 1, source: stored, hidden: 16}}
                replay: {capacity: 100, policy: min-red, features: 12}
                snapshot: {store: '%s', every: 320}
                checkpoint: {store: '%s', every: 10ms}
                metrics-every: 100ms
                kafka: {bootstrap.servers: '%s'}
                registry: {url: 'mock://reproduce-it'}
                """.formatted(
                        directory.resolve("snapshots"), directory.resolve("checkpoints"), broker.bootstrapServers()));
        config = ConfigLoader.load(configFile, TrainerConfig.class);
        registry = Registry.connect(config.registry());
        try (Admin admin = admin()) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
        TestTopics.fill(config.kafka(), registry, 4, 60);

        assertThatIllegalStateException()
                .isThrownBy(() -> train(after(15, () -> {
                    throw new IllegalStateException("killed");
                })));
        assertThat(new CommandLine(new RewarmCommand()).execute("--config", configFile.toString()))
                .isZero();
        assertThat(TrainCommand.run(config, false, false, ReproduceIT::isWarmingUpAgain))
                .isZero();
        TestTopics.fill(config.kafka(), registry, 4, 60, 120);
        train(() -> false);
        snapshots = TestTopics.read(config.kafka(), registry, Topics.MODEL_SNAPSHOTS);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private static Admin admin() {
        return Admin.create(KafkaSettings.admin(config.kafka(), "test"));
    }

    private static void train(BooleanSupplier stop) throws Exception {
        assertThat(TrainCommand.run(config, false, true, stop)).isZero();
    }

    private static BooleanSupplier after(int loops, BooleanSupplier then) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > loops && then.getAsBoolean();
    }

    /** Whether the last checkpoint knows of the request. */
    private static boolean isWarmingUpAgain() {
        List<TrainingCheckpoint> announced =
                TestTopics.read(config.kafka(), registry, Topics.MODEL_CHECKPOINTS).stream()
                        .filter(each -> each.getKind() == CheckpointKind.CHECKPOINT)
                        .toList();
        if (announced.isEmpty()) {
            return false;
        }
        try {
            return restored(announced.get(announced.size() - 1))
                            .state()
                            .learner()
                            .rateStart()
                    > 0;
        } catch (IOException | CorruptCheckpointException e) {
            throw new AssertionError(e);
        }
    }

    private int reproduce(String snapshotId) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new ReproduceCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(snapshotId, "--config", configFile.toString(), "--json", json().toString());
    }

    private Path json() {
        return directory.resolve(copy + ".json");
    }

    private JsonNode report() throws IOException {
        return JsonMapper.builder().build().readTree(json().toFile());
    }

    private static ModelSnapshot last() {
        return snapshots.get(snapshots.size() - 1);
    }

    private static TrainingCheckpoint announcement(ModelSnapshot snapshot) {
        return TestTopics.read(config.kafka(), registry, Topics.MODEL_CHECKPOINTS).stream()
                .filter(each -> snapshot.getCheckpointId().equals(each.getCheckpointId()))
                .findFirst()
                .orElseThrow();
    }

    private static Restored checkpoint(ModelSnapshot snapshot) throws IOException, CorruptCheckpointException {
        return restored(announcement(snapshot));
    }

    private static Restored restored(TrainingCheckpoint announcement) throws IOException, CorruptCheckpointException {
        return new CheckpointReader(config.checkpoint().store())
                .read(announcement.getManifestUri(), announcement.getManifestSha256());
    }

    /** Publishes a snapshot under another id, its checkpoint rewritten. */
    private void publishCopy(ModelSnapshot of, UnaryOperator<Order> order, UnaryOperator<String> yaml)
            throws Exception {
        Restored original = checkpoint(of);
        Written written = new CheckpointWriter(new FileBlobStore(directory.resolve("tampered")))
                .write(
                        original.header(),
                        original.state(),
                        order.apply(original.sinceSnapshot()),
                        yaml.apply(original.configYaml()));
        TrainingCheckpoint announcement = TrainingCheckpoint.newBuilder(announcement(of))
                .setCheckpointId(copy + ".1")
                .setManifestUri(written.manifestUri())
                .setManifestSha256(written.manifestSha256())
                .build();
        publish(Topics.MODEL_CHECKPOINTS.name(), announcement.getCheckpointId(), announcement);
        publishCopy(of, of.getParentId(), announcement.getCheckpointId());
    }

    private void publishCopy(ModelSnapshot of, @Nullable String parent, @Nullable String checkpoint) throws Exception {
        ModelSnapshot snapshot = ModelSnapshot.newBuilder(of)
                .setSnapshotId(copy)
                .setParentId(parent)
                .setCheckpointId(checkpoint)
                .build();
        publish(Topics.MODEL_SNAPSHOTS.name(), copy, snapshot);
    }

    private static void publish(String topic, String key, @Nullable SpecificRecord value) throws Exception {
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                KafkaSettings.producer(config.kafka(), "test"),
                new StringSerializer(),
                new AvroSerializer<>(registry))) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    /** All that a trainer could change: where topics end, and which files there are. */
    private static Set<String> world() throws Exception {
        Set<String> world = new HashSet<>();
        for (Path store : List.of(config.checkpoint().store(), config.snapshot().store())) {
            try (Stream<Path> files = Files.walk(store)) {
                files.map(Path::toString).forEach(world::add);
            }
        }
        try (Admin admin = admin()) {
            for (String topic : admin.listTopics().names().get()) {
                TopicPartition partition = new TopicPartition(topic, 0);
                world.add(topic
                        + admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset());
            }
        }
        return world;
    }

    @Test
    void everySnapshotIsIdenticalAndNothingIsWritten() throws Exception {
        assertThat(snapshots).hasSizeGreaterThanOrEqualTo(4);
        assertThat(snapshots).extracting(ModelSnapshot::getLineageEpoch).contains(1L, 2L, 3L);
        assertThat(checkpoint(last()).state().learner().rateStart()).isPositive();
        Set<String> before = world();
        for (ModelSnapshot snapshot : snapshots) {
            assertThat(reproduce(snapshot.getSnapshotId())).as(said.toString()).isZero();
            assertThat(report().required("identical").asBoolean()).isTrue();
            assertThat(report().required("to").asLong()).isEqualTo(snapshot.getStep());
            assertThat(report().required("circumstances")).isEmpty();
        }
        assertThat(world()).isEqualTo(before);
    }

    @Test
    void anotherSeedLeadsToOtherNumbersAndTheLargestDifferenceIsNamed() throws Exception {
        publishCopy(last(), order -> order, yaml -> yaml.replaceFirst("(?m)^seed: 1$", "seed: 2"));

        assertThat(reproduce(copy)).isEqualTo(1);
        assertThat(said.toString()).contains("differ, the most by", "Not identical", "encoder.pt");
        assertThat(report().required("comparison").required("differing")).isNotEmpty();
    }

    @Test
    void anotherOrderLeadsToOtherNumbers() throws Exception {
        ModelSnapshot first = snapshots.get(1);

        publishCopy(first, ReproduceIT::withTwoRunsExchanged, yaml -> yaml);

        assertThat(reproduce(copy)).isEqualTo(1);
        assertThat(said.toString()).contains("differ, the most by", "Not identical");
    }

    /** Of two partitions, side by side. */
    private static Order withTwoRunsExchanged(Order order) {
        List<Order.Event> events = new ArrayList<>(order.events());
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i - 1) instanceof Order.Run first
                    && events.get(i) instanceof Order.Run second
                    && !first.partition().equals(second.partition())) {
                Collections.swap(events, i - 1, i);
                return new Order(events);
            }
        }
        throw new AssertionError("no two runs side by side in " + order);
    }

    @Test
    void recordsThatAreNotThereAnyMoreAreNamed() throws Exception {
        publishCopy(
                last(),
                order -> new Order(List.of(
                        new Order.Run(new TopicPartition(Topics.IMAGES.name(), 2), 118, 140, Order.Fate.TRAINED))),
                yaml -> yaml);

        assertThat(reproduce(copy)).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("cannot be followed", "images-2@120");
    }

    @Test
    void aSnapshotThatNobodyPublishedIsSaidToBeUnknown() {
        assertThat(reproduce("it-none")).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("it-none", "model-snapshots", "no record");
    }

    @Test
    void aParentWhoseCheckpointIsCollectedIsNamed() throws Exception {
        TrainingCheckpoint collected = TrainingCheckpoint.newBuilder(announcement(last()))
                .setCheckpointId("collected.1")
                .build();
        publish(Topics.MODEL_CHECKPOINTS.name(), "collected.1", collected);
        publish(Topics.MODEL_CHECKPOINTS.name(), "collected.1", null);
        publish(
                Topics.MODEL_SNAPSHOTS.name(),
                "collected",
                ModelSnapshot.newBuilder(last())
                        .setSnapshotId("collected")
                        .setCheckpointId("collected.1")
                        .build());
        publishCopy(last(), "collected", last().getCheckpointId());

        assertThat(reproduce(copy)).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("collected.1", "keep-snapshots");
    }

    @Test
    void aSnapshotWithoutACheckpointIsNamed() throws Exception {
        publishCopy(last(), last().getParentId(), null);

        assertThat(reproduce(copy)).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains(copy, "without");
    }
}
