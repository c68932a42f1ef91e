package io.slipstream.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewSamplerTest {

    private static final int DRAWS = 20_000;
    private static final long SEED = 11;
    private static final int LOCAL = 2;

    /** Of 23 degrees of freedom, at level 0.001. */
    private static final double LARGEST_CHI_SQUARE = 49.7;

    private static final ViewConfig CONFIG = TestViews.config("""
            contrast: 0.3
            grayscale: 0.25
            first-blur: 0.6
            second-blur: 0.1
            second-solarize: 0.2
            blur-sigma-min: 0.3
            blur-sigma-max: 1.8
            local: {count: 2, blur: 0.4}
            """);

    private static float[][] draws(int view) {
        System.out.println("seed " + SEED);
        float[] rows = new ViewSampler(CONFIG, SEED).sample(3, view, DRAWS);
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

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }
        return product / Math.sqrt(squareA * squareB);
    }

    private static void assertCrops(float[][] rows, double minArea, double maxArea) {
        for (float[] row : rows) {
            assertThat((double) row[0] * row[1]).isBetween(minArea - 1e-6, maxArea + 1e-6);
            assertThat((double) row[0] / row[1]).isBetween(0.75 - 1e-6, 4.0 / 3 + 1e-6);
            assertThat(Math.abs(row[2]) + row[0]).isLessThanOrEqualTo(1 + 1e-6f);
            assertThat(Math.abs(row[3]) + row[1]).isLessThanOrEqualTo(1 + 1e-6f);
        }
    }

    @Test
    void cropsStayInsideTheImageAndInTheRangesOfAreaAndAspect() {
        assertCrops(draws(0), 0.2, 1);
        assertCrops(draws(LOCAL), 0.05, 0.4);
    }

    @Test
    void smallCropsHaveEveryAreaAndLogAspectWithTheSameChance() {
        // Up to an area of 3/4 no aspect of the range leaves the image, so nothing is redrawn for its shape.
        float[][] small =
                Arrays.stream(draws(0)).filter(row -> row[0] * row[1] < 0.75).toArray(float[][]::new);
        assertThat(small.length).isGreaterThan(DRAWS / 2);
        assertUniformAreaAndAspect(small, 0.2, 0.75);
    }

    @Test
    void cropsOfLocalViewsHaveARangeOfAreasOfTheirOwn() {
        assertUniformAreaAndAspect(draws(LOCAL), 0.05, 0.4);
    }

    private static void assertUniformAreaAndAspect(float[][] rows, double minArea, double maxArea) {
        double[] areas = Arrays.stream(rows).mapToDouble(row -> row[0] * row[1]).toArray();
        double[] aspects =
                Arrays.stream(rows).mapToDouble(row -> row[0] / row[1]).toArray();
        assertUniform(areas, minArea, maxArea, area -> area);
        assertUniform(aspects, -Math.log(4.0 / 3), Math.log(4.0 / 3), Math::log);
    }

    @Test
    void cropsLieAnywhereInTheImageWithTheSameChance() {
        float[][] rows = Arrays.stream(draws(0)).filter(row -> row[0] < 0.99).toArray(float[][]::new);
        assertUniform(
                Arrays.stream(rows).mapToDouble(row -> row[2] / (1 - row[0])).toArray(), -1, 1, place -> place);
        float[][] upright = Arrays.stream(rows).filter(row -> row[1] < 0.99).toArray(float[][]::new);
        assertUniform(
                Arrays.stream(upright).mapToDouble(row -> row[3] / (1 - row[1])).toArray(), -1, 1, place -> place);
    }

    @Test
    void flipsGrayscaleAndJitterHappenAsOftenAsConfigured() {
        float[][] rows = draws(0);
        assertThat(share(column(rows, ViewSampler.FLIP), -1)).isCloseTo(0.5, within(fourErrors(0.5)));
        assertThat(column(rows, ViewSampler.FLIP)).containsOnly(-1, 1);
        assertThat(share(column(rows, ViewSampler.GRAYSCALE), 1)).isCloseTo(0.25, within(fourErrors(0.25)));
        assertThat(column(rows, ViewSampler.GRAYSCALE)).containsOnly(0, 1);
        assertThat(share(column(rows, ViewSampler.HUE), 0)).isCloseTo(0.2, within(fourErrors(0.2)));
        for (float[] row : rows) {
            if (row[ViewSampler.HUE] == 0) {
                assertThat(Arrays.copyOfRange(row, ViewSampler.BRIGHTNESS, ViewSampler.HUE))
                        .containsOnly(1);
            }
        }
    }

    @Test
    void coloursAreDrawnUniformlyWithinTheirStrength() {
        float[][] jittered =
                Arrays.stream(draws(0)).filter(row -> row[ViewSampler.HUE] != 0).toArray(float[][]::new);
        assertUniform(column(jittered, ViewSampler.BRIGHTNESS), 0.6, 1.4, v -> v);
        assertUniform(column(jittered, ViewSampler.CONTRAST), 0.7, 1.3, v -> v);
        assertUniform(column(jittered, ViewSampler.SATURATION), 0.8, 1.2, v -> v);
        assertUniform(column(jittered, ViewSampler.HUE), -0.1, 0.1, v -> v);
    }

    @Test
    void everyOrderOfTheColoursHasTheSameChance() {
        Map<String, Integer> counts = new HashMap<>();
        for (float[] row : draws(0)) {
            float[] order = Arrays.copyOfRange(row, ViewSampler.ORDER, ViewSampler.ORDER + 4);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
            counts.merge(Arrays.toString(order), 1, Integer::sum);
        }
        double expected = DRAWS / 24.0;
        double chiSquare = counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(counts).hasSize(24);
        assertThat(chiSquare).isLessThan(LARGEST_CHI_SQUARE);
    }

    @Test
    void blurAndSolarizationHaveAProbabilityPerView() {
        double[] blur = {0.6, 0.1, 0.4, 0.4};
        double[] solarize = {0, 0.2, 0, 0};
        for (int view = 0; view < blur.length; view++) {
            float[][] rows = draws(view);
            assertThat(1 - share(column(rows, ViewSampler.BLUR_SIGMA), 0))
                    .isCloseTo(blur[view], within(fourErrors(blur[view])));
            assertThat(share(column(rows, ViewSampler.SOLARIZE), 1))
                    .isCloseTo(solarize[view], within(fourErrors(solarize[view])));
        }
    }

    @Test
    void deviationsOfABlurAreUniformInTheirRange() {
        double[] sigmas = Arrays.stream(column(draws(0), ViewSampler.BLUR_SIGMA))
                .filter(sigma -> sigma > 0)
                .toArray();
        assertUniform(sigmas, 0.3, 1.8, v -> v);
    }

    @Test
    void viewsStepsAndImagesAreIndependentOfOneAnother() {
        // Of 16 correlations, four standard errors each.
        double most = 4 / Math.sqrt(DRAWS - 1);
        float[][] first = draws(0);
        float[][] second = draws(1);
        float[][] local = draws(LOCAL);
        float[][] otherLocal = draws(LOCAL + 1);
        for (int column : new int[] {0, 2, ViewSampler.FLIP, ViewSampler.HUE, ViewSampler.ORDER}) {
            double[] values = column(first, column);
            assertThat(correlation(values, column(second, column))).isBetween(-most, most);
            assertThat(correlation(column(local, column), column(otherLocal, column)))
                    .isBetween(-most, most);
            double[] next = IntStream.range(0, DRAWS)
                    .mapToDouble(i -> values[(i + 1) % DRAWS])
                    .toArray();
            assertThat(correlation(values, next)).isBetween(-most, most);
        }
        assertThat(correlation(column(first, ViewSampler.BLUR_SIGMA), column(first, ViewSampler.HUE)))
                .isBetween(-most, most);
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
        ViewConfig nothing = TestViews.config("""
                {crop-min-area: 1, flip: 0, brightness: 0, contrast: 0, saturation: 0, hue: 0, grayscale: 0}
                """);
        float[] row = new ViewSampler(nothing, SEED).sample(0, 0, 1);
        assertThat(Arrays.copyOf(row, ViewSampler.ORDER))
                .containsExactly(new float[] {1, 1, 0, 0, 1, 1, 1, 1, 0, 0}, within(0f));
        assertThat(row[ViewSampler.BLUR_SIGMA]).isZero();
        assertThat(row[ViewSampler.SOLARIZE]).isZero();
    }
}
