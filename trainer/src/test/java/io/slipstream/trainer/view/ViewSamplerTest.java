package io.slipstream.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewSamplerTest {

    private static final int DRAWS = 20_000;
    private static final long SEED = 11;

    private static final ViewConfig CONFIG = TestViews.config("{contrast: 0.3, grayscale: 0.25}");

    private static float[][] draws() {
        System.out.println("seed " + SEED);
        float[] rows = new ViewSampler(CONFIG, SEED).sample(3, 0, DRAWS);
        return IntStream.range(0, DRAWS).mapToObj(i -> row(rows, i)).toArray(float[][]::new);
    }

    private static float[] row(float[] rows, int i) {
        return Arrays.copyOfRange(rows, i * ViewSampler.COLUMNS, (i + 1) * ViewSampler.COLUMNS);
    }

    private static double[] column(float[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    /** Fails unless the values are uniform between two ends, by Kolmogorov and Smirnov's distance at level 0.001. */
    private static void assertUniform(double[] values, double from, double to, DoubleUnaryOperator scale) {
        double[] sorted = Arrays.stream(values).map(scale).sorted().toArray();
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = (sorted[i] - from) / (to - from);
            distance = Math.max(distance, Math.abs(expected - (double) i / sorted.length));
            distance = Math.max(distance, Math.abs(expected - (i + 1.0) / sorted.length));
        }
        assertThat(distance).isLessThan(1.95 / Math.sqrt(sorted.length));
    }

    private static double share(double[] values, double value) {
        return Arrays.stream(values).filter(v -> v == value).count() / (double) values.length;
    }

    /** Four standard errors of a share. */
    private static double fourErrors(double share) {
        return 4 * Math.sqrt(share * (1 - share) / DRAWS);
    }

    @Test
    void cropsStayInsideTheImageAndInTheRangesOfAreaAndAspect() {
        for (float[] row : draws()) {
            double area = row[0] * row[1];
            double aspect = row[0] / row[1];
            assertThat(area).isBetween(0.2 - 1e-6, 1.0);
            assertThat(aspect).isBetween(0.75 - 1e-6, 4.0 / 3 + 1e-6);
            assertThat(Math.abs(row[2]) + row[0]).isLessThanOrEqualTo(1 + 1e-6f);
            assertThat(Math.abs(row[3]) + row[1]).isLessThanOrEqualTo(1 + 1e-6f);
        }
    }

    @Test
    void smallCropsHaveEveryAreaAndLogAspectWithTheSameChance() {
        // Up to an area of 3/4 no aspect of the range leaves the image, so nothing is redrawn for its shape.
        float[][] small =
                Arrays.stream(draws()).filter(row -> row[0] * row[1] < 0.75).toArray(float[][]::new);
        assertThat(small.length).isGreaterThan(DRAWS / 2);
        double[] areas =
                Arrays.stream(small).mapToDouble(row -> row[0] * row[1]).toArray();
        double[] aspects =
                Arrays.stream(small).mapToDouble(row -> row[0] / row[1]).toArray();
        assertUniform(areas, 0.2, 0.75, area -> area);
        assertUniform(aspects, -Math.log(4.0 / 3), Math.log(4.0 / 3), Math::log);
    }

    @Test
    void cropsLieAnywhereInTheImageWithTheSameChance() {
        float[][] rows = Arrays.stream(draws()).filter(row -> row[0] < 0.99).toArray(float[][]::new);
        double[] places =
                Arrays.stream(rows).mapToDouble(row -> row[2] / (1 - row[0])).toArray();
        assertUniform(places, -1, 1, place -> place);
    }

    @Test
    void flipsGrayscaleAndJitterHappenAsOftenAsConfigured() {
        float[][] rows = draws();
        assertThat(share(column(rows, 4), -1)).isCloseTo(0.5, within(fourErrors(0.5)));
        assertThat(column(rows, 4)).containsOnly(-1, 1);
        assertThat(share(column(rows, 9), 1)).isCloseTo(0.25, within(fourErrors(0.25)));
        assertThat(column(rows, 9)).containsOnly(0, 1);
        assertThat(share(column(rows, 8), 0)).isCloseTo(0.2, within(fourErrors(0.2)));
    }

    @Test
    void coloursAreDrawnUniformlyWithinTheirStrength() {
        float[][] jittered = Arrays.stream(draws()).filter(row -> row[8] != 0).toArray(float[][]::new);
        assertUniform(column(jittered, 5), 0.6, 1.4, v -> v);
        assertUniform(column(jittered, 6), 0.7, 1.3, v -> v);
        assertUniform(column(jittered, 7), 0.8, 1.2, v -> v);
        assertUniform(column(jittered, 8), -0.1, 0.1, v -> v);
    }

    @Test
    void aRowDependsOnSeedStepViewAndIndexAlone() {
        ViewSampler sampler = new ViewSampler(CONFIG, SEED);
        float[] ten = sampler.sample(5, 1, 10);
        sampler.sample(6, 0, 3);
        assertThat(sampler.sample(5, 1, 4)).containsExactly(Arrays.copyOf(ten, 4 * ViewSampler.COLUMNS));
        assertThat(row(ten, 1)).isNotEqualTo(row(ten, 0));
        assertThat(sampler.sample(5, 0, 10)).isNotEqualTo(ten);
        assertThat(sampler.sample(6, 1, 10)).isNotEqualTo(ten);
        assertThat(new ViewSampler(CONFIG, SEED + 1).sample(5, 1, 10)).isNotEqualTo(ten);
    }

    @Test
    void strengthsOfNothingLeaveTheImageAlone() {
        ViewConfig nothing = TestViews.config("{crop-min-area: 1}");
        assertThat(new ViewSampler(nothing, SEED).sample(0, 0, 1))
                .containsExactly(new float[] {1, 1, 0, 0, 1, 1, 1, 1, 0, 0}, within(0f));
    }
}
