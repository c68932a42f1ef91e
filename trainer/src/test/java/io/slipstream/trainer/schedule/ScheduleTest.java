package io.slipstream.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.slipstream.trainer.Golden;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Golden GOLDEN = new Golden("optim");

    private static void check(String name, LearningRate rate) {
        float[] expected = GOLDEN.get(name);
        for (int step = 0; step < expected.length; step++) {
            assertThat(rate.at(step)).as("step %d", step).isCloseTo(expected[step], withinPercentage(0.001));
        }
    }

    @Test
    void warmUpAndConstantRateAreThoseOfPyTorch() {
        check("rates.constant", new LearningRate(0.3, 10, 0, 0, 0));
    }

    @Test
    void warmUpAndCosineAreThoseOfPyTorch() {
        check("rates.cosine", new LearningRate(0.3, 10, 60, 0.001, 0));
    }

    @Test
    void aWarmUpRisesInEqualStepsAndThenHolds() {
        LearningRate rate = new LearningRate(0.8, 4, 0, 0, 0);
        assertThat(rate.at(0)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(2)).isCloseTo(0.6, within(1e-12));
        assertThat(rate.at(3)).isEqualTo(0.8);
        assertThat(rate.at(4)).isEqualTo(0.8);
        assertThat(rate.at(Long.MAX_VALUE)).isEqualTo(0.8);
    }

    @Test
    void aWarmUpOfNoStepsHoldsFromTheStart() {
        assertThat(new LearningRate(0.8, 0, 0, 0, 0).at(0)).isEqualTo(0.8);
    }

    @Test
    void beyondTheHorizonTheFinalRateStays() {
        LearningRate rate = new LearningRate(0.8, 4, 20, 0.1, 0);
        assertThat(rate.at(12)).isCloseTo(0.45, within(1e-12));
        assertThat(rate.at(20)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(1_000_000)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aRewarmedScheduleStartsAnewAtItsStep() {
        LearningRate rate = new LearningRate(0.8, 4, 20, 0.1, 0);
        LearningRate again = rate.rewarmed(500);
        assertThat(again.at(500)).isCloseTo(0.2, within(1e-12));
        for (int step = 0; step < 30; step++) {
            assertThat(again.at(500 + step)).isEqualTo(rate.at(step));
        }
        assertThat(again.rewarmed(900)).isEqualTo(rate.rewarmed(900));
    }

    @Test
    void anAnnealedRateFallsByTheSameFactorAtEachStepAndEndsAtItsShare() {
        Annealing annealing = new Annealing(0.8, 0.01, 500, 40);
        double factor = Math.pow(0.01, 1.0 / 40);
        assertThat(annealing.at(500)).isCloseTo(0.8 * factor, within(1e-12));
        for (int step = 501; step < 540; step++) {
            assertThat(annealing.at(step) / annealing.at(step - 1)).isCloseTo(factor, within(1e-12));
        }
        assertThat(annealing.at(539)).isEqualTo(annealing.finalRate()).isEqualTo(0.8 * 0.01);
        assertThat(annealing.at(1_000_000)).isEqualTo(annealing.finalRate());
    }

    @Test
    void aBranchOfOneStepHasTheFinalRateAndAShareOfOneKeepsTheRate() {
        assertThat(new Annealing(0.8, 0.1, 7, 1).at(7)).isEqualTo(0.8 * 0.1);
        assertThat(new Annealing(0.8, 1, 7, 100).at(50)).isEqualTo(0.8);
        assertThat(new Annealing(0, 0.1, 7, 100).at(50)).isZero();
    }

    @Test
    void aShareOfNothingAndABranchWithoutStepsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Annealing(0.8, 0, 0, 10))
                .withMessageContaining("0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Annealing(0.8, 1.5, 0, 10))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Annealing(0.8, 0.1, 0, 0))
                .withMessageContaining("found 0");
    }

    @Test
    void aHorizonWithinTheWarmUpIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRate(0.8, 10, 10, 0, 0))
                .withMessageContaining("10");
    }

    @Test
    void aRampEndsWhereItSays() {
        Ramp ramp = new Ramp(0.04, 0.07, 30);
        assertThat(ramp.at(0)).isEqualTo(0.04);
        assertThat(ramp.at(10)).isCloseTo(0.05, within(1e-12));
        assertThat(ramp.at(30)).isEqualTo(0.07);
        assertThat(ramp.at(Long.MAX_VALUE)).isEqualTo(0.07);
        assertThat(new Ramp(0.04, 0.07, 0).at(0)).isEqualTo(0.07);
    }

    @Test
    void aHalfLifeComesFromTheMomentumOfARecipeAndGivesItBack() {
        assertThat(HalfLife.ofMomentum(0.99, 256).images()).isCloseTo(17_656, within(1.0));
        assertThat(HalfLife.ofMomentum(0.996, 1024).momentum(1024)).isCloseTo(0.996, within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> HalfLife.ofMomentum(1, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> HalfLife.ofMomentum(0, 256));
    }

    @Test
    void momentum099AtBatch256IsAHalfLifeOf17656Images() {
        assertThat(new HalfLife(17_656).momentum(256)).isCloseTo(0.99, within(1e-6));
    }

    @Test
    void halfIsLeftAfterTheHalfLifeWhateverTheBatchSize() {
        HalfLife halfLife = new HalfLife(1024);
        assertThat(halfLife.momentum(1024)).isEqualTo(0.5);
        assertThat(Math.pow(halfLife.momentum(64), 16)).isCloseTo(0.5, within(1e-12));
        assertThat(Math.pow(halfLife.momentum(16), 64)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aHalfLifeThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HalfLife(0)).withMessageContaining("0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new HalfLife(Double.NaN));
    }
}
