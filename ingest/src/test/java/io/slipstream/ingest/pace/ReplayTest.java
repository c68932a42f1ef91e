package io.slipstream.ingest.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final long NOW = 1_000_000;

    @Test
    void anImageIsDueAsLongAfterTheFirstAsItWasTaken() {
        Replay replay = new Replay(1);

        assertThat(replay.untilDue(START, NOW)).isZero();
        assertThat(replay.untilDue(START.plusSeconds(3), NOW))
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(replay.untilDue(START.plusSeconds(3), NOW + 2_000_000_000)).isEqualTo(1_000_000_000);
        assertThat(replay.untilDue(START.plusSeconds(3), NOW + 4_000_000_000L)).isZero();
    }

    @Test
    void atTenTimesTheSpeedItTakesATenthOfTheTime() {
        Replay replay = new Replay(10);
        replay.untilDue(START, NOW);

        assertThat(replay.untilDue(START.plusSeconds(30), NOW))
                .isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void whatWasTakenBeforeTheFirstIsDueAtOnceAndCenturiesAreNoOverflow() {
        Replay replay = new Replay(0.001);
        replay.untilDue(START, NOW);

        assertThat(replay.untilDue(START.minusSeconds(3600), NOW)).isZero();
        assertThat(replay.untilDue(Instant.parse("9999-01-01T00:00:00Z"), NOW)).isPositive();
        assertThat(replay.untilDue(Instant.MIN, NOW)).isZero();
    }
}
