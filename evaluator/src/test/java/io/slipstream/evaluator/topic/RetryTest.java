package io.slipstream.evaluator.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final RetryConfig FAST =
            new RetryConfig(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMinutes(1));

    private final AtomicInteger attempts = new AtomicInteger();
    private final StopSignal stop = new StopSignal();
    private Instant now = Instant.EPOCH;

    private final Retry retry = new Retry(FAST, new SteppingClock(), stop);

    @Test
    void whatFailsForAWhileSucceedsInTheEnd() throws IOException {
        String result = retry.call("reading", () -> {
            switch (attempts.incrementAndGet()) {
                case 1, 3 -> throw new TimeoutException("no broker");
                case 2 -> throw new IOException("no store");
                default -> {
                    return "read";
                }
            }
        });

        assertThat(result).isEqualTo("read");
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aRefusalIsNotRepeated() {
        assertThatThrownBy(() -> retry.call("reading", () -> {
                    attempts.incrementAndGet();
                    throw new AuthorizationException("no rights");
                }))
                .isInstanceOf(AuthorizationException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void itGivesUpWhenTheTimeIsUpAndSaysWhatWasTried() {
        assertThatThrownBy(() -> retry.call("reading the end", () -> {
                    now = now.plusSeconds(25);
                    throw new TimeoutException("no broker");
                }))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("reading the end failed for 75 s")
                .hasMessageContaining("no broker");
    }

    @Test
    void aStopEndsTheWait() {
        stop.give();
        assertThatThrownBy(() -> retry.call("reading", () -> {
                    throw new TimeoutException("no broker");
                }))
                .isInstanceOf(Retry.StoppedException.class);
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        assertThat(FAST.delayAfter(1)).isEqualTo(Duration.ofMillis(1));
        assertThat(FAST.delayAfter(2)).isEqualTo(Duration.ofMillis(2));
        assertThat(FAST.delayAfter(3)).isEqualTo(Duration.ofMillis(4));
        assertThat(FAST.delayAfter(1000)).isEqualTo(Duration.ofMillis(4));
    }

    private final class SteppingClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
