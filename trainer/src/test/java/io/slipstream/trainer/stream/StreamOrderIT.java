package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.stream.BatchConfig.WhenIdle;
import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog is read in one order and cut into one sequence of batches, however fast its parts are. */
class StreamOrderIT {

    private static final int PARTITIONS = 4;
    private static final int[] RECORDS = {40, 1, 0, 97};

    private static TestStream stream;

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        stream = new TestStream(directory);
        stream.create("images", PARTITIONS);
        int seed = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int first = seed;
            seed += RECORDS[partition];
            stream.send(
                    new TopicPartition("images", partition),
                    IntStream.range(first, seed).toArray());
        }
    }

    @AfterAll
    static void stopBroker() throws Exception {
        stream.close();
    }

    /** A reader that takes a random time for each record, now and then a long one. */
    private static RecordReader unsteady(long seed) {
        Random random = new Random(seed);
        return stream.reader(deserializer -> (topic, data) -> {
            long nanos;
            synchronized (random) {
                nanos = random.nextInt(20) == 0 ? 20_000_000 : random.nextInt(500_000);
            }
            LockSupport.parkNanos(nanos);
            return deserializer.deserialize(topic, data);
        });
    }

    /** Reads with fetches of a random size, so that partitions answer in changing order. */
    private static Intake open(long seed, Optional<StreamState> saved) {
        Random random = new Random(seed);
        Map<String, String> kafka = new HashMap<>(stream.kafka());
        kafka.put("max.poll.records", Integer.toString(1 + random.nextInt(20)));
        kafka.put("max.partition.fetch.bytes", Integer.toString(1_000 + random.nextInt(20_000)));
        return Intake.open(
                new IntakeConfig(
                        "images", 1 + random.nextInt(64), 3, 100, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60)),
                StartAt.parse("earliest"),
                saved,
                kafka,
                "intake",
                unsteady(seed),
                1,
                Clock.systemUTC());
    }

    private static List<List<String>> batches(long seed) throws InterruptedException {
        BatchConfig config = new BatchConfig(16, 8, Duration.ofMillis(1), WhenIdle.WAIT, 1, Optional.empty());
        int images = IntStream.of(RECORDS).sum();
        List<List<String>> batches = new ArrayList<>();
        try (Intake intake = open(seed, Optional.empty())) {
            Batcher batcher = new Batcher(
                    config,
                    100,
                    intake,
                    TestReplay.reservoir(30),
                    new Order(List.of()),
                    letter -> {},
                    System::nanoTime);
            intake.start();
            for (int fresh = 0; fresh < images; ) {
                Batch batch =
                        batcher.next(batches.size(), Duration.ofSeconds(20)).orElseThrow();
                fresh += batch.fresh();
                batches.add(batch.images().stream().map(TrainingImage::id).toList());
            }
        }
        return batches;
    }

    @Test
    void aBacklogIsReadRoundRobin() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 97; round++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                if (round < RECORDS[partition]) {
                    expected.add("images-" + partition + "@" + round);
                }
            }
        }
        for (long seed = 0; seed < 3; seed++) {
            try (Intake intake = open(seed, Optional.empty())) {
                intake.start();
                assertThat(TestStream.take(intake, expected.size()))
                        .as("seed %d", seed)
                        .map(Arrival.OfRecord.class::cast)
                        .map(arrival -> arrival.partition() + "@" + arrival.offset())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aBacklogIsCutIntoTheSameBatchesEveryTime() throws Exception {
        List<List<String>> first = batches(0);
        for (long seed = 1; seed < 4; seed++) {
            assertThat(batches(seed)).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void aStreamReadOnFromAStateGivesTheBatchesItWouldHaveGivenAnyway() throws Exception {
        Run undisturbed = new Run();
        undisturbed.steps(0, Optional.empty(), Integer.MAX_VALUE);
        Random random = new Random(7);
        Run stopped = new Run();
        Optional<StreamState> state = Optional.empty();
        while (!stopped.exhausted) {
            state = Optional.of(stopped.steps(random.nextLong(), state, 1 + random.nextInt(5)));
        }
        assertThat(stopped.batches).isEqualTo(undisturbed.batches);
        assertThat(stopped.state).isEqualTo(undisturbed.state);
    }

    /** Batches of one lineage, whose replay buffer outlives its intakes. */
    private static final class Run {

        private final ReplayBuffer<TrainingImage> replay = TestReplay.reservoir(30);
        private final List<List<String>> batches = new ArrayList<>();
        private boolean exhausted;
        private Object state = "";

        /** Takes some batches and returns what to go on from; some images are then left pending. */
        StreamState steps(long seed, Optional<StreamState> saved, int count) throws InterruptedException {
            BatchConfig config = new BatchConfig(16, 8, Duration.ofMillis(1), WhenIdle.WAIT, 1, Optional.empty());
            try (Intake intake = open(seed, saved)) {
                Batcher batcher =
                        new Batcher(config, 100, intake, replay, new Order(List.of()), letter -> {}, System::nanoTime);
                intake.start();
                for (int i = 0; i < count && !batcher.isExhausted(); ) {
                    Optional<Batch> batch = batcher.next(batches.size(), Duration.ofMillis(10));
                    if (batch.isPresent()) {
                        batches.add(batch.get().images().stream()
                                .map(TrainingImage::id)
                                .toList());
                        i++;
                    }
                }
                batcher.next(batches.size(), Duration.ZERO)
                        .ifPresent(batch -> batches.add(
                                batch.images().stream().map(TrainingImage::id).toList()));
                exhausted = batcher.isExhausted();
                StreamState reached = batcher.state();
                state = List.of(reached.ledger(), reached.topicIds(), reached.last(), reached.recent(), ids(reached));
                return reached;
            }
        }

        private static List<String> ids(StreamState state) {
            return state.pending().stream().map(pending -> pending.image().id()).toList();
        }
    }
}
