package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void theIntervalCoversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(20260103);
        Bootstrap bootstrap = new Bootstrap(400, 0.9);
        int covered = 0;
        for (int trial = 0; trial < 500; trial++) {
            double[] sample = new double[60];
            Arrays.setAll(sample, i -> random.nextDouble() < 0.7 ? 1 : 0);
            Bootstrap.Interval interval = bootstrap.mean(sample, random);
            if (interval.low() <= 0.7 && 0.7 <= interval.high()) {
                covered++;
            }
        }

        assertThat(covered / 500.0).isBetween(0.85, 0.95);
    }

    @Test
    void aSampleWithoutVarianceHasAnIntervalWithoutWidth() {
        assertThat(Bootstrap.DEFAULT.mean(new double[] {1, 1, 1}, new SplittableRandom(1)))
                .isEqualTo(new Bootstrap.Interval(1, 1, 1));
    }

    @Test
    void anEmptySampleIsRefused() {
        assertThatThrownBy(() -> Bootstrap.DEFAULT.mean(new double[0], new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }

    @Test
    void aQuantileBetweenTwoValuesIsInterpolated() {
        double[] sorted = {1, 2, 4, 8};

        assertThat(Quantile.of(sorted, 0)).isEqualTo(1);
        assertThat(Quantile.of(sorted, 0.5)).isCloseTo(3, within(1e-12));
        assertThat(Quantile.of(sorted, 0.75)).isCloseTo(5, within(1e-12));
        assertThat(Quantile.of(sorted, 1)).isEqualTo(8);
    }
}
