package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100 images, one a second; in the eyes of the intake the last of them has just been sent. */
class BackPressureIT {

    private static final Clock CLOCK = Clock.fixed(TestStream.EARLY.plusSeconds(99), ZoneOffset.UTC);
    private static final TopicPartition PARTITION = new TopicPartition("images", 0);

    private static TestStream stream;

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        stream = new TestStream(directory);
        stream.create(PARTITION.topic(), 1);
        stream.send(PARTITION, IntStream.range(0, 100).toArray());
    }

    @AfterAll
    static void stopBroker() throws Exception {
        stream.close();
    }

    private static Intake open(String topic, Policy policy, Map<String, String> kafka) {
        return Intake.open(
                new IntakeConfig(topic, 512, 1, 100, OnLostData.FAIL, policy, Duration.ofSeconds(20)),
                StartAt.parse("earliest"),
                Optional.empty(),
                kafka,
                "intake",
                stream.reader(),
                7,
                CLOCK);
    }

    /** Reads all there is. */
    private static StreamAccount readAll(Policy policy, Map<String, String> more) throws InterruptedException {
        Map<String, String> kafka = new HashMap<>(stream.kafka());
        kafka.putAll(more);
        try (Intake intake = open(PARTITION.topic(), policy, kafka)) {
            StreamAccount account = new StreamAccount(intake.state(), 100, new Order(List.of()), letter -> {});
            intake.start();
            while (account.ledger().entries().get(0).getNextOffset() < 100) {
                TestStream.take(intake, 1).forEach(account::take);
            }
            assertThat(intake.lagSeconds()).isZero();
            return account;
        }
    }

    private static List<Long> kept(StreamAccount account) {
        return account.state().pending().stream().map(PendingImage::offset).toList();
    }

    private static void checkCounts(StreamAccount account) {
        LedgerEntry entry = account.ledger().entries().get(0);
        assertThat(entry.getCovered()).isEqualTo(100);
        assertThat(entry.getDropped()).isEqualTo(100 - account.pending());
        assertThat(account.ledger().covered()).isEqualTo(100);
        assertThat(account.ledger().dropped()).isEqualTo(entry.getDropped());
    }

    @Test
    void byDefaultNothingIsDropped() throws Exception {
        StreamAccount account = readAll(Policy.LAG, Map.of());
        assertThat(kept(account)).hasSize(100);
        checkCounts(account);
    }

    @Test
    void theLatestAreKeptWhetherAllWasAtHandOrNot() throws Exception {
        List<Long> young = IntStream.range(79, 100).mapToObj(Long::valueOf).toList();
        for (Map<String, String> fetch : List.of(
                Map.<String, String>of(), Map.of("max.poll.records", "3", "max.partition.fetch.bytes", "900"))) {
            StreamAccount account = readAll(Policy.LATEST, fetch);
            assertThat(kept(account)).isEqualTo(young);
            checkCounts(account);
        }
    }

    @Test
    void aSubsampleIsTheSameEveryTimeAndKeepsWhatIsYoung() throws Exception {
        StreamAccount account = readAll(Policy.SUBSAMPLE, Map.of());
        assertThat(kept(account)).hasSizeBetween(30, 99).contains(79L, 90L, 99L);
        assertThat(kept(readAll(Policy.SUBSAMPLE, Map.of("max.poll.records", "1"))))
                .isEqualTo(kept(account));
        checkCounts(account);
    }

    @Test
    void lagIsTheAgeOfTheRecordReadLastWhileMoreWait() throws Exception {
        try (Intake intake = open(PARTITION.topic(), Policy.LAG, stream.kafka())) {
            assertThat(intake.lagSeconds()).isZero();
            intake.start();
            TestStream.take(intake, 10);
            assertThat(intake.lagSeconds()).isBetween(0.0, 99.0);
            TestStream.take(intake, 90);
            assertThat(intake.lagSeconds()).isZero();
        }
    }
}
