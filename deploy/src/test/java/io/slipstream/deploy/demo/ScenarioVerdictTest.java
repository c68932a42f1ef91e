package io.slipstream.deploy.demo;

import static io.slipstream.deploy.demo.Records.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.SnapshotVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScenarioVerdictTest {
    private static final Instant CHANGED = START.plusSeconds(107);

    private final Observations seen = new Observations("m");

    @BeforeEach
    void aHealthySnapshotIsServed() {
        snapshot(10, START, SnapshotVerdict.HEALTHY);
        seen.accept(Records.promotion("m", "stable", 10));
    }

    @Test
    void aQuietRunIsOneInWhichWindowsWereJudgedAndNothingWasRaised() {
        window(1, 0, false);

        assertThat(problems(Scenario.QUIET, null)).isEmpty();
    }

    @Test
    void silenceOfAWatchThatSawNothingIsNotQuiet() {
        assertThat(problems(Scenario.QUIET, null))
                .containsExactly("No window of the stream was judged (0 reported): run it for longer with --for.");
    }

    @Test
    void alarmsAndUnwellSnapshotsOfAQuietRunAreProblems() {
        window(1, 0, true);
        snapshot(20, START, SnapshotVerdict.DEGRADING);

        assertThat(problems(Scenario.QUIET, null))
                .hasSize(2)
                .anyMatch(problem ->
                        problem.startsWith("Data drift was raised although there was none: line-1, window 1"))
                .anyMatch(problem -> problem.startsWith("The snapshot at step 20 was judged DEGRADING"));
    }

    @Test
    void aChangeIsNoticedIfTheSecondWindowBehindItRaisesIt() {
        window(1, 90, false);
        window(2, 100, false); // it happens in here
        window(3, 110, false);
        windowThatNames(4, 120, CHANGED);

        assertThat(problems(Scenario.LAMP_CHANGE, CHANGED)).isEmpty();
    }

    @Test
    void aChangeThatTheThirdWindowBehindItRaisesIsNoticedTooLate() {
        window(1, 110, false);
        window(2, 120, false);
        windowThatNames(3, 130, CHANGED);

        assertThat(problems(Scenario.LAMP_CHANGE, CHANGED))
                .singleElement()
                .asString()
                .startsWith("The change at " + CHANGED + " was not raised within 2 windows of line-1");
    }

    @Test
    void anAlarmBeforeTheChangeIsAFalseOne() {
        window(1, 80, true);
        windowThatNames(2, 110, CHANGED);

        assertThat(problems(Scenario.LAMP_CHANGE, CHANGED))
                .singleElement()
                .asString()
                .startsWith("Data drift was raised although there was none");
    }

    @Test
    void anAlarmThatNamesAnotherMomentIsAProblem() {
        windowThatNames(1, 110, START.plusSeconds(114));

        assertThat(problems(Scenario.LAMP_CHANGE, CHANGED))
                .singleElement()
                .asString()
                .startsWith("The change at ");
    }

    @Test
    void anIntervalThatMissesByLessThanATenthOfItsWindowNamesTheMoment() {
        windowThatNames(1, 110, CHANGED.plusMillis(1_500));

        assertThat(problems(Scenario.LAMP_CHANGE, CHANGED)).isEmpty();
    }

    @Test
    void aMisledTrainerIsNoticedIfItsSnapshotsAreUnwellAndStayBehind() {
        window(1, 0, false);
        snapshot(20, CHANGED.plusSeconds(1), SnapshotVerdict.COLLAPSED);

        assertThat(problems(Scenario.BAD_LEARNING_RATE, CHANGED)).isEmpty();
    }

    @Test
    void snapshotsOfBeforeDoNotTellOfTheMisledTrainer() {
        window(1, 0, false);
        snapshot(20, CHANGED.minusSeconds(1), SnapshotVerdict.COLLAPSED);

        assertThat(problems(Scenario.BAD_LEARNING_RATE, CHANGED))
                .containsExactly("None of the 0 snapshots of the disturbed trainer was judged degrading or collapsed.");
    }

    @Test
    void aBadSnapshotThatIsPromotedIsAProblem() {
        window(1, 0, false);
        snapshot(20, CHANGED.plusSeconds(1), SnapshotVerdict.DEGRADING);
        seen.accept(Records.promotion("m", "candidate", 20));
        seen.accept(Records.promotion("m", "shadow", 20));

        assertThat(problems(Scenario.BAD_LEARNING_RATE, CHANGED))
                .containsExactly("The bad snapshot at step 20 was promoted to shadow.");
    }

    private Iterable<String> problems(Scenario scenario, @Nullable Instant disturbedAt) {
        return ScenarioVerdict.problems(ScenarioReport.of(scenario, disturbedAt, seen));
    }

    private void snapshot(long step, Instant createdAt, SnapshotVerdict verdict) {
        seen.accept(Records.snapshot("m", step, createdAt));
        seen.accept(Records.report("m", step, verdict));
    }

    private void window(long number, long seconds, boolean alarm) {
        seen.accept(Records.window("m", "line-1", number, START.plusSeconds(seconds), alarm));
    }

    private void windowThatNames(long number, long seconds, Instant moment) {
        var report = Records.window("m", "line-1", number, START.plusSeconds(seconds), true);
        report.setChangedAfter(moment.minusSeconds(1));
        report.setChangedBefore(moment.plusSeconds(1));
        seen.accept(report);
    }
}
