package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theMostSimilarRowsAreKeptAndOfEquallySimilarOnesTheLower(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int k = random.nextInt(1, 60);
        int rows = random.nextInt(1, 2000);
        int levels = random.nextInt(1, 500);
        float[] similarity = new float[rows];
        for (int row = 0; row < rows; row++) {
            similarity[row] = random.nextInt(levels) / (float) levels - 0.5f;
        }
        Nearest nearest = new Nearest(k);
        nearest.offer(1, 7);
        nearest.clear();

        for (int row = 0; row < rows; row++) {
            nearest.offer(similarity[row], row);
        }

        Integer[] expected = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -similarity[row])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(k)
                .toArray(Integer[]::new);
        assertThat(nearest.rows())
                .as("seed %d, k %d, %d rows, %d levels", seed, k, rows, levels)
                .containsExactly(expected);
    }
}
