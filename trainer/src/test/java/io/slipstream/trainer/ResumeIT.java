package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uninterrupted, resumed and cold-started trainers on one topic of several partitions differ exactly as they should. */
class ResumeIT {

    private static final String REGISTRY = "mock://resume-it";
    private static final SchemaRegistryClient SCHEMAS =
            Registry.connect(new RegistryConfig(REGISTRY, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));

    private static EmbeddedKafka broker;
    private static Path directory;

    @BeforeAll
    static void startBroker(@TempDir Path temporary) throws Exception {
        directory = temporary;
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka(), "test"))) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
        TestTopics.fill(kafka(), SCHEMAS, 4, 72);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private static Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static TrainerConfig config(String model, String startAt, String policy) throws Exception {
        return ConfigLoader.parse(
                """
                model: %s
                start-at: %s
                threads: 1
                network: {image-size: 16}
                method: byol
                byol: {hidden: 32, projection: 16}
                batch: {size: 16, stream: 8, max-wait: 100ms, passes: 2}
                regularizers: {alignment: {weight: %s, source: stored, hidden: 16}}
                replay: {capacity: 100, policy: %s, keep: %s, quota: 0.8, features: 12, centroid: {images: 5, window: 50}}
                snapshot: {store: '%s', every: 400}
                checkpoint: {store: '%s', every: 100ms}
                metrics-every: 200ms
                kafka: {bootstrap.servers: '%s'}
                registry: {url: '%s'}
                """.formatted(
                                model,
                                startAt,
                                policy.equals("fifo") ? 1 : 0,
                                policy,
                                policy.equals("loss-aware") ? "encoded" : "decoded",
                                directory.resolve("snapshots"),
                                directory.resolve("checkpoints"),
                                broker.bootstrapServers(),
                                REGISTRY),
                "trainer.yaml",
                TrainerConfig.class);
    }

    /** Trains until the loop has asked so many times whether to stop, or to the end of the stream. */
    private static void train(TrainerConfig config, int loops) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThat(TrainCommand.run(config, false, true, () -> asked.incrementAndGet() > loops))
                .isZero();
    }

    private static List<TrainingCheckpoint> checkpoints(String model) {
        return TestTopics.read(kafka(), SCHEMAS, Topics.MODEL_CHECKPOINTS).stream()
                .filter(record -> record.getModelId().equals(model) && record.getKind() == CheckpointKind.CHECKPOINT)
                .toList();
    }

    private static TrainingCheckpoint last(String model) {
        List<TrainingCheckpoint> all = checkpoints(model);
        return all.get(all.size() - 1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reservoir", "fifo", "min-red", "loss-aware", "centroid", "none"})
    void aTrainerStoppedSeveralTimesEndsAsOneThatWasNot(String policy) throws Exception {
        TrainerConfig whole = config("uninterrupted-" + policy, "earliest", policy);
        TrainerConfig parts = config("resumed-" + policy, "earliest", policy);
        train(whole, Integer.MAX_VALUE);

        train(parts, 5);
        train(parts, 7);
        train(parts, 2);
        train(parts, Integer.MAX_VALUE);

        TrainingCheckpoint uninterrupted = last(whole.model());
        TrainingCheckpoint resumed = last(parts.model());
        assertThat(uninterrupted.getLineageEpoch()).isEqualTo(1);
        assertThat(resumed.getLineageEpoch()).isEqualTo(4);
        assertThat(resumed.getStep()).isEqualTo(uninterrupted.getStep()).isGreaterThan(30);
        assertThat(resumed.getLedger()).isEqualTo(uninterrupted.getLedger());
        assertThat(resumed.getStateHashes())
                .isEqualTo(uninterrupted.getStateHashes())
                .hasSize(6);
    }

    @Test
    void aColdStartFurtherOnEndsElsewhere() throws Exception {
        train(config("warm", "earliest", "reservoir"), Integer.MAX_VALUE);
        train(config("cold", TestTopics.FIRST.plusSeconds(20).toString(), "reservoir"), Integer.MAX_VALUE);

        Map<String, String> cold = last("cold").getStateHashes();
        for (String part : List.of("student", "teacher", "optimizer", "replay", "stream")) {
            assertThat(cold.get(part))
                    .isNotNull()
                    .isNotEqualTo(last("warm").getStateHashes().get(part));
        }
    }
}
