package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.method.MethodName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison.Kills ALL_KILLS = new Comparison.Kills(2, 2);

    private final Evidence undisturbed = Lineages.sound("undisturbed", 1);
    private final Evidence killed = Lineages.sound("killed", 3);
    private final Evidence cold = cold();

    @Test
    void threeModelsAsTheyShouldBePass() {
        List<Check> checks = Comparison.of(Lineages.PLAN, ALL_KILLS, undisturbed, killed, cold);

        assertThat(checks).allMatch(Check::holds);
        assertThat(ChaosTable.of(report(checks)))
                .contains("byol: killed and undisturbed are equal to the last bit, 1 kills")
                .noneMatch(line -> line.contains("FAIL"));
    }

    @Test
    void aStreamThatEndedBeforeTheKillsWereMadeProvesNothing() {
        List<Check> checks = Comparison.of(Lineages.PLAN, new Comparison.Kills(25, 17), undisturbed, killed, cold);

        assertThat(checks.get(0).problems()).singleElement().asString().startsWith("expected 25 kills, found the end");
        assertThat(ChaosTable.of(report(checks)))
                .contains("byol: FAILED, 1 kills", "  FAIL every kill was made before the stream ended");
    }

    @Test
    void anUndisturbedRunOfTwoTrainersIsNoYardstick() {
        Evidence disturbed = Lineages.sound("undisturbed", 2);

        assertThat(Comparison.of(Lineages.PLAN, ALL_KILLS, disturbed, killed, cold))
                .filteredOn(check -> !check.holds())
                .singleElement()
                .satisfies(check -> assertThat(check.problems())
                        .containsExactly("undisturbed: expected one trainer, found the claims of 2"));
    }

    @Test
    void aColdStartThatLooksLikeAResumeFailsTheTrial() {
        assertThat(Comparison.of(Lineages.PLAN, ALL_KILLS, undisturbed, killed, Lineages.sound("cold", 1)))
                .filteredOn(check -> !check.holds())
                .extracting(Check::name)
                .containsExactly("a cold start ends elsewhere");
    }

    private static Evidence cold() {
        Evidence cold = Lineages.sound("cold", 1);
        TrainingCheckpoint last = TrainingCheckpoint.newBuilder(cold.last().orElseThrow())
                .setStateHashes(Map.of(
                        "student", "p", "teacher", "", "optimizer", "q", "memory", "", "replay", "r", "stream", "s"))
                .build();
        return Lineages.endingWith(cold, last);
    }

    private ChaosReport report(List<Check> checks) {
        Kill kill = new Kill(1, new KillPoint(LogMark.COMMITTING, 2, Duration.ofMillis(3)), 1);
        MethodReport method =
                MethodReport.of(MethodName.BYOL, List.of(kill), List.of(undisturbed, killed, cold), checks);
        return new ChaosReport("2026-11-22T14:00:00Z", method.passed(), 2, 2, 200, 220, 7, "17", 2, List.of(method));
    }
}
