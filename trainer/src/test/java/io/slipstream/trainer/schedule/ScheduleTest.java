package io.slipstream.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void aWarmUpRisesInEqualStepsAndThenHolds() {
        WarmUp rate = new WarmUp(0.8, 4);
        assertThat(rate.at(0)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(2)).isCloseTo(0.6, within(1e-12));
        assertThat(rate.at(3)).isEqualTo(0.8);
        assertThat(rate.at(4)).isEqualTo(0.8);
        assertThat(rate.at(Long.MAX_VALUE)).isEqualTo(0.8);
    }

    @Test
    void aWarmUpOfNoStepsHoldsFromTheStart() {
        assertThat(new WarmUp(0.8, 0).at(0)).isEqualTo(0.8);
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
