package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a topic no longer holds stops the reading, or is counted. */
class LostDataIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static TestStream stream;

    private TopicPartition partition = new TopicPartition("", 0);

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
        partition = new TopicPartition(test.getTestMethod().orElseThrow().getName(), 0);
        stream.create(partition.topic(), 1);
        stream.send(partition, IntStream.range(0, 10).toArray());
    }

    private Intake open(Optional<StreamState> saved, OnLostData onLostData) {
        return Intake.open(
                new IntakeConfig(partition.topic(), 1, 1, 100, onLostData, Policy.LAG, Duration.ofSeconds(60)),
                StartAt.parse("earliest"),
                saved,
                stream.kafka(),
                "intake",
                stream.reader(),
                1,
                Clock.systemUTC(),
                Duration.ofMillis(100));
    }

    private static StreamAccount account(Intake intake) {
        return new StreamAccount(intake.state(), 100, new Order(List.of()), letter -> {});
    }

    /** Reads some records from the beginning and stops. */
    private StreamState afterReading(int records) throws Exception {
        try (Intake intake = open(Optional.empty(), OnLostData.FAIL)) {
            intake.start();
            return reading(intake, records).state();
        }
    }

    private static StreamAccount reading(Intake intake, int arrivals) throws Exception {
        StreamAccount account = account(intake);
        TestStream.take(intake, arrivals).forEach(account::take);
        return account;
    }

    private void deleteBefore(long offset) throws Exception {
        try (Admin admin = stream.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** Deletes the topic and creates one of the same name, which holds so many images. */
    private void makeAnew(int images) throws Exception {
        try (Admin admin = stream.admin()) {
            admin.deleteTopics(List.of(partition.topic())).all().get(20, TimeUnit.SECONDS);
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(partition.topic()));
        }
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> stream.create(partition.topic(), 1));
        stream.send(partition, IntStream.range(100, 100 + images).toArray());
    }

    private static LedgerEntry entry(StreamAccount account) {
        return account.ledger().entries().get(0);
    }

    @Test
    void whatRetentionDeletedWhileNobodyReadStopsTheStart() throws Exception {
        StreamState saved = afterReading(3);
        deleteBefore(7);
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> open(Optional.of(saved), OnLostData.FAIL))
                .withMessageContainingAll(partition + "@3", "@7", "intake.on-lost-data: skip");
    }

    @Test
    void whatRetentionDeletedWhileNobodyReadIsCounted() throws Exception {
        StreamState saved = afterReading(3);
        deleteBefore(7);
        try (Intake intake = open(Optional.of(saved), OnLostData.SKIP)) {
            intake.start();
            LedgerEntry entry = entry(reading(intake, 1 + 3));
            assertThat(entry.getLost()).isEqualTo(4);
            assertThat(entry.getCovered()).isEqualTo(6);
            assertThat(entry.getNextOffset()).isEqualTo(10);
        }
    }

    @Test
    void whatRetentionDeletesWhileTheStreamIsReadIsCounted() throws Exception {
        try (Intake intake = open(Optional.empty(), OnLostData.SKIP)) {
            deleteBefore(4);
            intake.start();
            LedgerEntry entry = entry(reading(intake, 1 + 6));
            assertThat(entry.getLost()).isEqualTo(4);
            assertThat(entry.getCovered()).isEqualTo(6);
            assertThat(entry.getNextOffset()).isEqualTo(10);
        }
    }

    @Test
    void whatRetentionDeletesWhileTheStreamIsReadEndsTheReading() throws Exception {
        try (Intake intake = open(Optional.empty(), OnLostData.FAIL)) {
            deleteBefore(4);
            intake.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThatExceptionOfType(LostDataException.class)
                    .isThrownBy(intake::check)
                    .withMessageContainingAll(partition + "@0", "@4"));
        }
    }

    @Test
    void aTopicMadeAnewStopsTheStart() throws Exception {
        StreamState saved = afterReading(3);
        makeAnew(5);
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> open(Optional.of(saved), OnLostData.FAIL))
                .withMessageContainingAll(partition + "@3", "made anew");
    }

    @Test
    void aTopicMadeAnewIsReadFromItsBeginningUnderItsNewId() throws Exception {
        StreamState saved = afterReading(3);
        makeAnew(5);
        try (Intake intake = open(Optional.of(saved), OnLostData.SKIP)) {
            intake.start();
            StreamAccount account = reading(intake, 2 + 5);
            checkAnew(account, saved, 8);
            StreamState reached = account.state();
            try (Intake next = open(Optional.of(reached), OnLostData.FAIL)) {
                assertThat(next.state().topicIds()).isEqualTo(reached.topicIds());
            }
        }
    }

    @Test
    void aTopicMadeAnewWhileItIsReadIsNoticedAndReadFromItsBeginning() throws Exception {
        try (Intake intake = open(Optional.empty(), OnLostData.SKIP)) {
            intake.start();
            StreamAccount account = reading(intake, 10);
            StreamState before = account.state();
            makeAnew(12);
            TestStream.take(intake, 2 + 12).forEach(account::take);
            checkAnew(account, before, 22);
        }
    }

    private static void checkAnew(StreamAccount account, StreamState before, long covered) {
        LedgerEntry entry = entry(account);
        assertThat(entry.getCovered()).isEqualTo(covered);
        assertThat(entry.getNextOffset() - entry.getStartOffset() - entry.getGaps() - entry.getLost())
                .isEqualTo(covered);
        assertThat(account.state().topicIds()).isNotEqualTo(before.topicIds());
    }

    @Test
    void aTopicMadeAnewWhileItIsReadEndsTheReading() throws Exception {
        try (Intake intake = open(Optional.empty(), OnLostData.FAIL)) {
            intake.start();
            reading(intake, 10);
            makeAnew(1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThatExceptionOfType(LostDataException.class)
                    .isThrownBy(intake::check)
                    .withMessageContaining("made anew"));
        }
    }
}
