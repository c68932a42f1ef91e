package io.slipstream.ingest.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void turnsComeAtTheRateFromTheFirstOn() {
        Pacer pacer = new Pacer(Rate.parse("200/s"));

        long now = 17;
        for (int turn = 0; turn < 2000; turn++) {
            now += pacer.untilNext(now);
            pacer.take(now);
        }

        assertThat(now - 17).isBetween(1999 * SECOND / 200, 1999 * SECOND / 200 + 10);
    }

    @Test
    void aShortPauseIsMadeUpForAndALongOneIsNot() {
        Pacer pacer = new Pacer(Rate.parse("100/s"));
        pacer.take(0);

        long late = 60 * SECOND;
        int burst = 0;
        while (pacer.untilNext(late) == 0) {
            pacer.take(late);
            burst++;
        }

        assertThat(burst).isBetween(10, 12);
    }

    @Test
    void anUnlimitedRateNeverWaits() {
        Pacer pacer = new Pacer(Rate.parse("unlimited"));
        pacer.take(5);

        assertThat(pacer.untilNext(5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0/s", "-1/s", "200", "1e3/s", "200/min", "Unlimited"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for instance 200/s, or unlimited");
    }
}
