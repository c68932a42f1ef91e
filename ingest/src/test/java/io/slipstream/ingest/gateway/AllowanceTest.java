package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    private long now = -5;

    @Test
    void aSecondsWorthMayComeAtOnceAndThenTheRateHolds() {
        Allowance allowance = new Allowance(10, NO_LIMIT, () -> now);

        assertThat(admitted(allowance, 100)).isEqualTo(10);
        assertThat(allowance.admit()).isPositive();
        int later = 0;
        for (int tenth = 0; tenth < 100; tenth++) {
            now += Duration.ofMillis(100).toNanos();
            later += admitted(allowance, 5);
        }
        assertThat(later).isBetween(99, 101);
    }

    @Test
    void whatARequestTurnsOutToHoldIsADebtThatLaterOnesWaitFor() {
        Allowance allowance = new Allowance(10, 1000, () -> now);

        assertThat(allowance.admit()).isZero();
        allowance.charge(0, 6000);

        assertThat(allowance.admit()).isEqualTo(Duration.ofSeconds(5));
        now += Duration.ofSeconds(5).toNanos() + 1;
        assertThat(allowance.admit()).isZero();
    }

    @Test
    void aLongPauseSavesUpNoMoreThanASecondsWorth() {
        Allowance allowance = new Allowance(3, NO_LIMIT, () -> now);
        now += Duration.ofHours(1).toNanos();

        assertThat(admitted(allowance, 100)).isEqualTo(3);
    }

    @Test
    void lessThanOneImagePerSecondIsARateToo() {
        Allowance allowance = new Allowance(0.1, NO_LIMIT, () -> now);

        assertThat(admitted(allowance, 10)).isEqualTo(1);
        now += Duration.ofSeconds(10).toNanos();
        assertThat(admitted(allowance, 10)).isEqualTo(1);
    }

    @Test
    void withoutLimitsNobodyWaits() {
        Allowance allowance = new Allowance(NO_LIMIT, NO_LIMIT, () -> now);
        allowance.charge(1 << 20, 1L << 40);

        assertThat(admitted(allowance, 1000)).isEqualTo(1000);
    }

    private static int admitted(Allowance allowance, int requests) {
        int admitted = 0;
        for (int request = 0; request < requests; request++) {
            admitted += allowance.admit().isZero() ? 1 : 0;
        }
        return admitted;
    }
}
