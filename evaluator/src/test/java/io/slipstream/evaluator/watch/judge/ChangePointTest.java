package io.slipstream.evaluator.watch.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangePointTest {

    private final Random random = new Random(20261126);

    @Test
    void anAbruptChangeIsFoundToTheValue() {
        assertThat(ChangePoint.of(new double[] {0, 0, 0, 1, 1}, 1)).isEqualTo(new ChangePoint(3, 3, 3));
        assertThat(ChangePoint.of(new double[] {5, 0}, 1)).isEqualTo(new ChangePoint(1, 1, 1));
    }

    @Test
    void theIntervalHoldsTheChangeOfNoisySeriesAboutAsOftenAsItSays() {
        int held = 0;
        int wide = 0;
        for (int trial = 0; trial < 400; trial++) {
            int change = 40 + random.nextInt(120);
            ChangePoint found = ChangePoint.of(series(200, change, 1), 4);
            if (found.first() <= change && change <= found.last()) {
                held++;
            }
            wide += found.last() - found.first();
        }

        assertThat(held).isBetween(360, 400);
        assertThat(wide / 400).as("values, of 200").isLessThan(30);
    }

    @Test
    void oneValueHasNoChange() {
        assertThatThrownBy(() -> ChangePoint.of(new double[1], 1)).hasMessage("expected at least 2 values, found 1");
    }

    private double[] series(int length, int change, double step) {
        double[] series = new double[length];
        for (int i = 0; i < length; i++) {
            series[i] = random.nextGaussian() + (i < change ? 0 : step);
        }
        return series;
    }
}
