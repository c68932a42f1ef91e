package io.slipstream.trainer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.health.Health.Figures;
import io.slipstream.trainer.health.Health.Verdict;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static Health judge(long steps, double loss, OptionalDouble chance, double collapse, OptionalDouble rank) {
        return Health.of(
                new Figures(steps, loss, chance, collapse, rank, 1), ConfigLoader.defaults(HealthConfig.class));
    }

    @Test
    void figuresThatAreWellAreHealthyWithoutReasons() {
        assertThat(judge(9_000, 1.2, OptionalDouble.of(6.9), 0.2, OptionalDouble.of(40)))
                .isEqualTo(new Health(Verdict.HEALTHY, java.util.List.of()));
    }

    @Test
    void aLossThatIsNoNumberIsDivergedAtAnyAge() {
        assertThat(judge(1, Double.NaN, NONE, 0, NONE).verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(judge(1, Double.POSITIVE_INFINITY, NONE, 0, NONE).verdict()).isEqualTo(Verdict.DIVERGED);
    }

    @Test
    void gradientsThatAreNoNumbersAreDivergedAlthoughTheLossStillIsOne() {
        Figures figures = new Figures(1, 0.5, NONE, 0, NONE, Double.POSITIVE_INFINITY);
        Health health = Health.of(figures, ConfigLoader.defaults(HealthConfig.class));
        assertThat(health.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(health.reasons()).singleElement().asString().contains("Infinity");
    }

    @Test
    void aLossThatStaysAtChanceIsStuckAndTheReasonNamesBoth() {
        Health health = judge(600, 6.90, OptionalDouble.of(6.9315), 0.2, OptionalDouble.of(40));
        assertThat(health.verdict()).isEqualTo(Verdict.STUCK);
        assertThat(health.reasons()).singleElement().asString().contains("6.9000", "6.9315");
    }

    @Test
    void outputsThatAreOnePointAreCollapsed() {
        assertThat(judge(600, 0.01, NONE, 0.99, OptionalDouble.of(40)).verdict())
                .isEqualTo(Verdict.COLLAPSED);
    }

    @Test
    void embeddingsOfOneDirectionAreCollapsedAndAllReasonsAreGiven() {
        Health health = judge(600, 0.01, NONE, 0.99, OptionalDouble.of(1.1));
        assertThat(health.verdict()).isEqualTo(Verdict.COLLAPSED);
        assertThat(health.reasons()).hasSize(2);
    }

    @Test
    void aYoungEncoderMayDoBadly() {
        assertThat(judge(499, 6.9315, OptionalDouble.of(6.9315), 0.99, OptionalDouble.of(1))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
    }
}
