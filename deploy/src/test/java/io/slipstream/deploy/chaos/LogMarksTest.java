package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogMarksTest {
    private final LogMarks marks = new LogMarks();

    @Test
    void aKillIsDueOnceTheLineHasComeSoOftenAndTheDelayIsOver() {
        KillPoint point = new KillPoint(LogMark.COMMITTING, 2, Duration.ofNanos(50));
        marks.accept("12:00 INFO  LineageWriter Committing a checkpoint checkpoint=\"a\"", 1_000);
        assertThat(marks.isDue(point, 9_000)).isFalse();

        marks.accept("12:00 INFO  LineageWriter Writing a checkpoint checkpoint=\"b\"", 1_500);
        marks.accept("12:00 INFO  LineageWriter Committing a checkpoint checkpoint=\"b\"", 2_000);

        assertThat(marks.isDue(point, 2_049)).isFalse();
        assertThat(marks.isDue(point, 2_050)).isTrue();
        assertThat(marks.count(LogMark.COMMITTING)).isEqualTo(2);
        assertThat(marks.count(LogMark.COMMITTED)).isZero();
    }

    @Test
    void thePaceIsTheTimeToTheFirstCheckpointAndFromThereToTheEnd() {
        marks.accept("Effective configuration:", 100);
        assertThat(marks.pace(9_000)).isEmpty();
        marks.accept("Writing a checkpoint", 600);
        marks.accept("Writing a checkpoint", 1_600);

        assertThat(marks.pace(9_000)).hasValue(new Pace(Duration.ofNanos(500), Duration.ofNanos(8_400)));
    }
}
