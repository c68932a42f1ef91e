package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class BackPressureTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final Duration MAX_LAG = Duration.ofSeconds(60);

    private static BackPressure backPressure(Policy policy, long seed) {
        return new BackPressure(policy, MAX_LAG, seed, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ConsumerRecord<?, ?> record(int partition, long offset, Duration age) {
        return new ConsumerRecord<>(
                "images",
                partition,
                offset,
                NOW.minus(age).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                1,
                null,
                new byte[1],
                new RecordHeaders(),
                Optional.empty());
    }

    private static double keptShare(BackPressure policy, Duration age) {
        return IntStream.range(0, 20_000)
                        .filter(offset -> !policy.drops(record(offset % 7, offset, age)))
                        .count()
                / 20_000.0;
    }

    @Test
    void whatIsYoungEnoughIsAlwaysKept() {
        for (Policy policy : Policy.values()) {
            assertThat(keptShare(backPressure(policy, 1), MAX_LAG)).isEqualTo(1);
        }
    }

    @Test
    void whoeverLagsKeepsEverything() {
        assertThat(keptShare(backPressure(Policy.LAG, 1), Duration.ofDays(1))).isEqualTo(1);
    }

    @Test
    void theLatestAreKeptAndNothingOlder() {
        assertThat(keptShare(backPressure(Policy.LATEST, 1), MAX_LAG.plusMillis(1)))
                .isZero();
    }

    @Test
    void aSubsampleKeepsTheShareThatKeepsUp() {
        assertThat(keptShare(backPressure(Policy.SUBSAMPLE, 1), MAX_LAG.multipliedBy(4)))
                .isCloseTo(0.25, within(0.02));
    }

    @Test
    void whichRecordsASubsampleKeepsIsDecidedByTheirPlaceAndTheSeed() {
        BackPressure policy = backPressure(Policy.SUBSAMPLE, 1);
        BackPressure same = backPressure(Policy.SUBSAMPLE, 1);
        BackPressure other = backPressure(Policy.SUBSAMPLE, 2);
        Duration age = MAX_LAG.multipliedBy(2);
        assertThat(IntStream.range(0, 1_000))
                .allMatch(offset -> policy.drops(record(3, offset, age)) == same.drops(record(3, offset, age)));
        assertThat(IntStream.range(0, 1_000))
                .anyMatch(offset -> policy.drops(record(3, offset, age)) != other.drops(record(3, offset, age)));
        assertThat(IntStream.range(0, 1_000))
                .anyMatch(offset -> policy.drops(record(3, offset, age)) != policy.drops(record(4, offset, age)));
    }
}
