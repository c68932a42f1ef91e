package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of day jumps while a trainer trains and between two trainers: it is told in records, and decides nothing. */
class ClockJumpIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final Path directory;

    ClockJumpIT(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A clock that someone sets. */
    private static final class AdjustedClock extends Clock {

        private volatile Duration offset = Duration.ZERO;

        void jump(Duration by) {
            offset = offset.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void trainingEndsAsIfNothingHadHappened() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            Map<String, String> keepingAll = Map.of("checkpoint", service.checkpoint("100ms", "keep: 100"));
            AdjustedClock clock = new AdjustedClock();

            service.train(
                    keepingAll, new LoopScript().at(6, () -> clock.jump(DAY)).stopAt(14), clock);
            clock.jump(DAY.multipliedBy(2).negated());
            service.train(keepingAll, new LoopScript().at(8, () -> clock.jump(DAY.negated())), clock);

            List<Instant> times = service.checkpoints(TestService.MODEL).stream()
                    .map(TrainingCheckpoint::getCreatedAt)
                    .toList();
            assertThat(times.get(times.size() - 1)).isBefore(times.get(0).minus(DAY));
            service.assertAsIfNothingHadHappened();
        }
    }
}
