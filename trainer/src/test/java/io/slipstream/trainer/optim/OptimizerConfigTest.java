package io.slipstream.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OptimizerConfigTest {

    private static double rate(String yaml, int batch) {
        return OptimizerFixture.config(yaml).schedule(batch).at(1_000);
    }

    @Test
    void theRateFollowsTheBatchAsTheScalingSays() {
        assertThat(rate("{learning-rate: 0.4}", 64)).isEqualTo(0.4);
        assertThat(rate("{learning-rate: 0.4, scaling: linear}", 64)).isCloseTo(0.1, within(1e-12));
        assertThat(rate("{learning-rate: 0.4, scaling: sqrt}", 64)).isCloseTo(0.2, within(1e-12));
        assertThat(rate("{learning-rate: 0.4, scaling: linear, horizon: 500, final-learning-rate: 0.04}", 64))
                .isCloseTo(0.01, within(1e-12));
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedByName() {
        assertThatThrownBy(() -> OptimizerFixture.config("{warm-up-steps: 100, horizon: 100}"))
                .hasMessageContaining("horizon");
        assertThatThrownBy(() -> OptimizerFixture.config("{horizon: 1000, final-learning-rate: 1}"))
                .hasMessageContaining("final-learning-rate");
        assertThatThrownBy(() -> OptimizerFixture.config("{nesterov: true}")).hasMessageContaining("nesterov");
        assertThatThrownBy(() -> OptimizerFixture.config("{type: sgd, momentum: 0, nesterov: true}"))
                .hasMessageContaining("nesterov");
    }
}
