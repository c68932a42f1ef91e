package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillScheduleTest {
    private static final Pace PACE = new Pace(Duration.ofSeconds(4), Duration.ofSeconds(30));
    private static final int CHECKPOINTS = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 20261122})
    void theFirstThreeKillsAreInACommitInTrainingAndInAWrite(long seed) {
        KillSchedule schedule = new KillSchedule(seed, 3, PACE, CHECKPOINTS);

        assertThat(IntStream.range(0, 3).mapToObj(schedule::point))
                .extracting(KillPoint::mark)
                .containsExactly(LogMark.COMMITTING, LogMark.WRITING, LogMark.WRITING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 20261122})
    void killsAreCloseToTheirLineOrAnywhereInAShareOfTheRun(long seed) {
        KillSchedule schedule = new KillSchedule(seed, 25, PACE, CHECKPOINTS);
        for (int kill = 0; kill < 25; kill++) {
            Duration most =
                    switch (kill % 5) {
                        case 1 -> Duration.ofMillis(1_200);
                        case 4 -> PACE.startup();
                        default -> Duration.ofMillis(10);
                    };
            assertThat(schedule.point(kill).delay()).as("kill %d", kill).isBetween(Duration.ZERO, most);
            assertThat(schedule.point(kill).occurrence()).isBetween(1, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 20261122})
    void theSeedDecidesThePoints(long seed) {
        List<KillPoint> points = points(seed);

        assertThat(points(seed)).isEqualTo(points);
        assertThat(points(seed + 100)).isNotEqualTo(points);
        assertThat(points).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 20261122})
    void whereThereAreFewCheckpointsATrainerIsKilledAtItsFirst(long seed) {
        KillSchedule schedule = new KillSchedule(seed, 25, PACE, 20);

        assertThat(IntStream.range(0, 25).mapToObj(schedule::point))
                .extracting(KillPoint::occurrence)
                .containsOnly(1);
    }

    private static List<KillPoint> points(long seed) {
        KillSchedule schedule = new KillSchedule(seed, 25, PACE, CHECKPOINTS);
        return IntStream.range(0, 25).mapToObj(schedule::point).toList();
    }
}
