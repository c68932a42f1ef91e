package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.trainer.method.StepResult;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingWindowTest {

    @Test
    void meansAndRatesAreThoseOfTheStepsSinceItWasOpened() {
        TrainingWindow window = new TrainingWindow(5_000_000_000L, 1_000_000_000L);
        window.add(
                new StepResult(
                        4, 0.5, OptionalDouble.empty(), 3, 0.1, 0.9, Map.of(), Optional.empty(), Optional.empty()),
                32);
        window.add(
                new StepResult(
                        2, 0.25, OptionalDouble.of(7), 1, 0.1, 0.9, Map.of(), Optional.empty(), Optional.empty()),
                16);
        assertThat(window.loss()).hasValue(3);
        assertThat(window.collapseLevel()).hasValue(0.375);
        assertThat(window.gradientNorm()).hasValue(2);
        assertThat(window.imagesPerSecond(7_000_000_000L)).isCloseTo(24, within(1e-9));
        assertThat(window.dataWaitShare(7_000_000_000L, 1_500_000_000L)).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void withoutStepsThereIsNoMean() {
        TrainingWindow window = new TrainingWindow(0, 0);
        assertThat(window.loss()).isEmpty();
        assertThat(window.collapseLevel()).isEmpty();
        assertThat(window.imagesPerSecond(0)).isZero();
    }
}
