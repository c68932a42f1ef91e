package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnnProbeTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "9, 1", "10, 1", "1600, 160", "2000, 200", "8000, 200"})
    void aTenthOfTheBankVotesButNeverMoreThanTwoHundred(int bankSize, int k) {
        assertThat(KnnProbe.neighboursFor(bankSize)).isEqualTo(k);
    }

    @Test
    void equalVotesGoToTheLowestClass() {
        Embeddings bank = new Embeddings(2, 2, new float[] {1, 0, 1, 0});
        Embeddings query = new Embeddings(1, 2, new float[] {1, 0});

        assertThat(new KnnProbe(2, 0.1).predict(bank, new int[] {1, 0}, 2, query))
                .containsExactly(0);
    }

    @Test
    void ofEquallySimilarRowsTheEarlierOneVotes() {
        Embeddings bank = new Embeddings(3, 2, new float[] {2, 0, 1, 0, 3, 0});
        Embeddings query = new Embeddings(1, 2, new float[] {1, 0});

        assertThat(new KnnProbe(1, 0.1).predict(bank, new int[] {2, 1, 0}, 3, query))
                .containsExactly(2);
    }

    @Test
    void aTinyTemperatureLetsTheNearestRowDecide() {
        Embeddings bank = new Embeddings(3, 2, new float[] {1, 0, 1, 0.1f, 1, 0.1f});
        Embeddings query = new Embeddings(1, 2, new float[] {1, 0});

        assertThat(new KnnProbe(3, 1e-6).predict(bank, new int[] {1, 0, 0}, 2, query))
                .containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBlockedProductAndTheBoundedBufferAgreeWithASort(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int dim = random.nextInt(1, 11);
        int bankSize = random.nextInt(30, 2500);
        int k = random.nextInt(1, 30);
        Embeddings bank = normal(random, bankSize, dim);
        Embeddings queries = normal(random, 37, dim);
        int[] labels = IntStream.range(0, bankSize).map(i -> i % 7).toArray();

        int[] predictions = new KnnProbe(k, 0.1).predict(bank, labels, 7, queries);

        assertThat(predictions).containsExactly(bySorting(bank, labels, queries, k));
    }

    @Test
    void aBankSmallerThanKIsRefused() {
        Embeddings bank = new Embeddings(2, 1, new float[] {1, 2});
        assertThatThrownBy(() -> new KnnProbe(3, 0.1).predict(bank, new int[] {0, 1}, 2, bank))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3 labelled rows")
                .hasMessageContaining("found 2 rows");
    }

    private static int[] bySorting(Embeddings bank, int[] labels, Embeddings queries, int k) {
        float[] b = bank.normalized().values();
        float[] q = queries.normalized().values();
        int dim = bank.dim();
        int[] predictions = new int[queries.count()];
        for (int query = 0; query < predictions.length; query++) {
            double[] similarity = new double[bank.count()];
            for (int row = 0; row < similarity.length; row++) {
                for (int c = 0; c < dim; c++) {
                    similarity[row] += (double) b[row * dim + c] * q[query * dim + c];
                }
            }
            double[] votes = new double[7];
            IntStream.range(0, bank.count())
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> -similarity[row]))
                    .limit(k)
                    .forEach(row -> votes[labels[row]] += Math.exp(similarity[row] / 0.1));
            predictions[query] = IntStream.range(0, 7)
                    .boxed()
                    .max(Comparator.comparingDouble(c -> votes[c]))
                    .orElseThrow();
        }
        return predictions;
    }

    private static Embeddings normal(SplittableRandom random, int count, int dim) {
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Embeddings(count, dim, values);
    }
}
