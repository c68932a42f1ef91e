package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.method.MethodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that stands still while a successor trains to the end wakes up, does no harm, and ends. */
class ZombieIT {
    private static final long SEED = 7;
    private static final int IMAGES = 400;
    private static final String EARLIEST = "earliest";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int THIRD = 3;
    private static final List<Topic<?>> WRITTEN_TO = List.of(
            Topics.MODEL_CHECKPOINTS, Topics.MODEL_SNAPSHOTS, Topics.TRAINING_METRICS, Topics.IMAGES_DEAD_LETTER);

    private final StreamPlan stream = StreamPlan.of(IMAGES, Topics.IMAGES.partitions(), SEED);
    private final Path data;

    ZombieIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void aTrainerThatWakesUpAfterItsSuccessorPublishesNothingTouchesNothingAndSaysWhy() throws Exception {
        Installation installation = Installation.current();
        try (Servers servers = Servers.start(
                        installation, data, data.resolve("logs"), LoopbackPort.free(), LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all());
                TopicScan topics = new TopicScan(servers.broker().bootstrapServers(), registry)) {
            new StreamWriter(
                            servers.broker().bootstrapServers(),
                            registry,
                            SEED,
                            Instant.now().minusSeconds(IMAGES))
                    .write(stream);
            TrainerPlan plan = new TrainerPlan(
                    MethodName.BYOL,
                    SEED,
                    data.resolve("trained"),
                    servers.broker().bootstrapServers(),
                    servers.registry().url());
            Trainers trainers = new Trainers(plan, installation.archive("slipstream"), Installation.LAUNCHER);
            String model = plan.model("stopped");

            try (ChildProcess zombie = trainers.start(model, EARLIEST, 1)) {
                // Given a trainer that stands still in the middle of a checkpoint while a successor trains to the end
                awaitThird(LogMark.WRITING, zombie);
                signal("STOP", zombie);
                trainToTheEnd(trainers, model, 2);
                Map<Topic<?>, Long> ends = ends(topics);
                Map<Path, String> files = files(plan.directory());

                // When it wakes up
                signal("CONT", zombie);
                assertThat(zombie.await()).isEqualTo(1);

                // Then it says why it ends, and all is as its successor left it
                assertThat(Files.readString(zombie.logFile()))
                        .contains("Another trainer of model '" + model + "' has taken over");
                assertThat(ends(topics)).isEqualTo(ends);
                assertThat(files(plan.directory())).containsAllEntriesOf(files);
            }
            checkEpochs(topics);
            checkModel(topics, trainers, plan);
        }
    }

    private static void trainToTheEnd(Trainers trainers, String model, int attempt) throws Exception {
        try (ChildProcess trainer = trainers.start(model, EARLIEST, attempt)) {
            assertThat(trainer.await())
                    .as(() -> "the end of " + trainer.logFile())
                    .isZero();
        }
    }

    private static void awaitThird(LogMark mark, ChildProcess trainer) throws IOException {
        LogMarks marks = new LogMarks();
        try (LogTail log = new LogTail(trainer.logFile())) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                log.poll().forEach(line -> marks.accept(line, System.nanoTime()));
                return marks.count(mark) >= THIRD;
            });
        }
    }

    private static void signal(String name, ChildProcess process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Map<Topic<?>, Long> ends(TopicScan topics) {
        Map<Topic<?>, Long> ends = new HashMap<>();
        WRITTEN_TO.forEach(topic -> ends.put(topic, topics.end(topic)));
        return ends;
    }

    /** Hashes of the files of checkpoints and snapshots; hidden ones are half written and nobody's. */
    private static Map<Path, String> files(Path trained) throws IOException {
        Map<Path, String> hashes = new HashMap<>();
        for (String store : List.of("checkpoints", "snapshots")) {
            try (Stream<Path> files = Files.walk(trained.resolve(store))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.getFileName().toString().startsWith(".")) {
                        hashes.put(file, Sha256.of(file));
                    }
                }
            }
        }
        return hashes;
    }

    /** On every topic that says which trainer wrote a record, the successor's records follow its predecessor's. */
    private static void checkEpochs(TopicScan topics) {
        assertThat(topics.read(Topics.MODEL_CHECKPOINTS, 0))
                .extracting(TrainingCheckpoint::getLineageEpoch)
                .contains(1L, 2L)
                .isSorted();
        assertThat(topics.read(Topics.TRAINING_METRICS, 0))
                .extracting(TrainingMetrics::getLineageEpoch)
                .contains(2L)
                .isSorted();
    }

    /** The model is the one that an undisturbed trainer would have left. */
    private void checkModel(TopicScan topics, Trainers trainers, TrainerPlan plan) throws Exception {
        EvidenceReader reader = new EvidenceReader(topics);
        Evidence stopped = reader.read(plan.model("stopped"), 0);
        assertThat(LedgerCheck.problems(stopped, stream)).isEmpty();
        assertThat(DeadLetterCheck.problems(stopped, stream)).isEmpty();
        assertThat(SnapshotCheck.pairs(stopped)).isEmpty();
        assertThat(stopped.damage()).isEmpty();

        trainToTheEnd(trainers, plan.model("undisturbed"), 1);
        Evidence undisturbed = reader.read(plan.model("undisturbed"), reader.deadLettersFromNow());
        assertThat(StateCheck.differences(stopped, undisturbed)).isEmpty();
    }
}
