package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.stream.BatchConfig.WhenIdle;
import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import io.slipstream.trainer.stream.Order.Fate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** An order that was recorded is followed to the letter. */
class FollowIT {

    private static TestStream stream;

    private final List<DeadLetter> letters = new ArrayList<>();
    private String topic = "";

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        stream = new TestStream(directory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        stream.close();
    }

    @BeforeEach
    void fillTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        stream.create(topic, 2);
        stream.send(partition(0), 0, 1, -1, 2, 3, 4, 1, 5);
        stream.send(partition(1), 10, 11, 12, 13, -1, 10);
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private IntakeConfig config() {
        return new IntakeConfig(topic, 64, 2, 100, OnLostData.FAIL, Policy.LAG, Duration.ofSeconds(60));
    }

    private Batcher batcher(Intake intake) {
        BatchConfig config = new BatchConfig(4, 2, Duration.ofMillis(1), WhenIdle.WAIT, 1, Optional.empty());
        return new Batcher(
                config, 100, intake, TestReplay.reservoir(5), new Order(List.of()), letters::add, System::nanoTime);
    }

    /** All batches of a stream: the images of each, and whether the learning rate warms up again before it. */
    private static List<List<String>> batches(Batcher batcher) throws InterruptedException {
        List<List<String>> batches = new ArrayList<>();
        while (!batcher.isExhausted()) {
            batcher.next(batches.size(), Duration.ofMillis(50)).ifPresent(batch -> {
                List<String> ids = new ArrayList<>(
                        batch.images().stream().map(TrainingImage::id).toList());
                ids.add(Boolean.toString(batch.rewarm()));
                batches.add(ids);
            });
        }
        return batches;
    }

    /** A whole stream's order, its batches, and the states before and after. */
    private record Recording(StreamState before, StreamState after, Order order, List<List<String>> batches) {}

    private Recording record() throws Exception {
        try (Intake intake = Intake.open(
                config(),
                StartAt.parse("earliest"),
                Optional.empty(),
                stream.kafka(),
                "a",
                stream.reader(),
                1,
                Clock.systemUTC())) {
            Batcher batcher = batcher(intake);
            intake.start();
            List<List<String>> batches = batches(batcher);
            return new Recording(intake.state(), batcher.state(), batcher.takeOrder(), batches);
        }
    }

    private Intake follow(Recording recording, Order order) {
        return Intake.follow(
                config(), recording.before(), order, stream.kafka(), "b", stream.reader(), Clock.systemUTC());
    }

    @Test
    void theSameRecordsMeetTheSameFatesInTheSameBatches() throws Exception {
        Recording recording = record();
        assertThat(letters).hasSize(2);
        stream.send(partition(0), 50, 51); // later records are none of the order's
        letters.clear();
        try (Intake intake = follow(recording, recording.order())) {
            Batcher batcher = batcher(intake);
            intake.start();
            assertThat(batches(batcher)).isEqualTo(recording.batches());
            assertThat(batcher.order()).isEqualTo(recording.order());
            StreamState reached = batcher.state();
            assertThat(reached.ledger()).isEqualTo(recording.after().ledger());
            assertThat(reached.recent()).isEqualTo(recording.after().recent());
            assertThat(reached.last()).isEqualTo(recording.after().last());
        }
        assertThat(letters).isEmpty();
    }

    @Test
    void anyOrderIsFollowedWithItsCutsAndRewarms() throws Exception {
        Recording recording = record();
        Order order = new Order(List.of(
                new Order.Run(partition(1), 0, 3, Fate.TRAINED),
                new Order.Run(partition(0), 0, 2, Fate.DROPPED),
                new Order.Step(1),
                new Order.Run(partition(0), 3, 4, Fate.TRAINED),
                new Order.Rewarm(),
                new Order.Step(3)));
        try (Intake intake = follow(recording, order)) {
            Batcher batcher = batcher(intake);
            intake.start();
            List<List<String>> batches = batches(batcher);
            assertThat(batches).map(batch -> batch.get(batch.size() - 1)).containsExactly("false", "true");
            assertThat(batcher.order()).isEqualTo(order);
            assertThat(batcher.ledger().entries())
                    .map(entry -> entry.getDropped())
                    .containsExactly(2L, 0L);
        }
    }

    @Test
    void anOrderOfWhichARecordIsGoneIsNotFollowed() throws Exception {
        Recording recording = record();
        try (Admin admin = stream.admin()) {
            admin.deleteRecords(Map.of(partition(1), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> follow(recording, recording.order()))
                .withMessageContainingAll(partition(1) + "@0", "@1");
    }

    @Test
    void anOrderThatGoesBeyondThePartitionsEndEndsInAnError() throws Exception {
        Recording recording = record();
        Order order = new Order(List.of(new Order.Run(partition(1), 4, 9, Fate.TRAINED)));
        try (Intake intake = follow(recording, order)) {
            intake.start();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatExceptionOfType(LostDataException.class)
                            .isThrownBy(intake::check)
                            .withMessageContainingAll(partition(1) + "@6", "end"));
        }
    }
}
