package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeparationTest {

    private static final int DIM = 5;
    private static final int PER_IMAGE = 4;

    @Test
    void itIsTheRatioOfTheMeanSquaredDistancesOfAllPairs() {
        Embeddings views = views(9, 0.5, 1);
        Embeddings unit = views.normalized();
        double[] sums = new double[2];
        int[] pairs = new int[2];
        for (int a = 0; a < unit.count(); a++) {
            for (int b = 0; b < a; b++) {
                int same = a / PER_IMAGE == b / PER_IMAGE ? 1 : 0;
                for (int j = 0; j < DIM; j++) {
                    sums[same] += Math.pow(unit.values()[a * DIM + j] - unit.values()[b * DIM + j], 2);
                }
                pairs[same]++;
            }
        }

        assertThat(Separation.of(views, PER_IMAGE)).isCloseTo(sums[0] / pairs[0] / (sums[1] / pairs[1]), within(1e-9));
    }

    @Test
    void viewsThatHaveNothingToDoWithTheirImageSeparateNothingHoweverWideTheySpread() {
        assertThat(Separation.of(views(200, 1e6, 2), PER_IMAGE)).isCloseTo(1, within(0.03));
        assertThat(Separation.of(views(200, 0.1, 2), PER_IMAGE)).isGreaterThan(20);
    }

    @Test
    void equalEmbeddingsAreNoNumber() {
        assertThat(Separation.of(new Embeddings(8, DIM, new float[8 * DIM]), PER_IMAGE))
                .isNaN();
    }

    @Test
    void oneImageIsRefused() {
        assertThatThrownBy(() -> Separation.of(views(1, 1, 1), PER_IMAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 4 rows");
    }

    private static Embeddings views(int images, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[images * PER_IMAGE * DIM];
        for (int image = 0; image < images; image++) {
            double[] centre = random.doubles(DIM, -1, 1).toArray();
            for (int i = 0; i < PER_IMAGE * DIM; i++) {
                values[image * PER_IMAGE * DIM + i] = (float) (centre[i % DIM] + noise * (2 * random.nextDouble() - 1));
            }
        }
        return new Embeddings(images * PER_IMAGE, DIM, values);
    }
}
