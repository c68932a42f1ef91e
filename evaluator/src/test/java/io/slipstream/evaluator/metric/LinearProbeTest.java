package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearProbeTest {

    private static final int CLASSES = 4;

    private final SplittableRandom random = new SplittableRandom(5);
    private final int[] labels = IntStream.range(0, 400).map(i -> i % CLASSES).toArray();
    private final BankQuerySplit split = BankQuerySplit.stratified(labels, CLASSES, 7);

    @Test
    void separableClassesAreSeparated() {
        LinearProbe.Result result =
                LinearProbe.DEFAULT.evaluate(clusters(0.3), labels, CLASSES, ProbeSplit.of(split, labels, CLASSES, 7));

        assertThat(result.testAccuracy()).isEqualTo(1);
        assertThat(result.converged()).isTrue();
        assertThat(result.predictions())
                .containsExactly(
                        Arrays.stream(split.query()).map(row -> labels[row]).toArray());
    }

    @Test
    void theStrongestOfEquallyAccuratePenaltiesIsChosen() {
        LinearProbe probe = new LinearProbe(List.of(0.1, 1.0, 10.0), LogisticRegression.DEFAULT);

        LinearProbe.Result result =
                probe.evaluate(clusters(0.1), labels, CLASSES, ProbeSplit.of(split, labels, CLASSES, 7));

        assertThat(result.inverseStrength()).isEqualTo(0.1);
    }

    @Test
    void labelsWithoutMeaningAreNotPredicted() {
        SplittableRandom coin = new SplittableRandom(11);
        int[] shuffled = labels.clone();
        Shuffle.inPlace(shuffled, coin);
        BankQuerySplit fresh = BankQuerySplit.stratified(shuffled, CLASSES, 7);

        LinearProbe.Result result = LinearProbe.DEFAULT.evaluate(
                clusters(0.3), shuffled, CLASSES, ProbeSplit.of(fresh, shuffled, CLASSES, 7));

        assertThat(result.testAccuracy()).isBetween(0.05, 0.45);
    }

    @Test
    void theThreePartsAreDisjointAndTogetherEveryRow() {
        ProbeSplit parts = ProbeSplit.of(split, labels, CLASSES, 3);

        int[] all = IntStream.concat(
                        IntStream.concat(Arrays.stream(parts.train()), Arrays.stream(parts.validation())),
                        Arrays.stream(parts.test()))
                .sorted()
                .toArray();
        assertThat(all).containsExactly(IntStream.range(0, labels.length).toArray());
        assertThat(parts.validation()).hasSize(64);
        assertThat(parts.test()).containsExactly(split.query());
    }

    @Test
    void moreShotsAreWorthMore() {
        Embeddings embeddings = clusters(1.0);
        FewShotProbe.Score one =
                new FewShotProbe(1, 10, 1).evaluate(embeddings, labels, CLASSES, split, new SplittableRandom(1));
        FewShotProbe.Score ten =
                new FewShotProbe(10, 10, 1).evaluate(embeddings, labels, CLASSES, split, new SplittableRandom(1));

        assertThat(ten.mean()).isGreaterThan(one.mean() + 0.1);
        assertThat(ten.deviation()).isPositive().isLessThan(one.deviation());
    }

    @Test
    void theSameSeedDrawsTheSameShots() {
        FewShotProbe probe = new FewShotProbe(2, 3, 1);
        Embeddings embeddings = clusters(1.0);

        assertThat(probe.evaluate(embeddings, labels, CLASSES, split, new SplittableRandom(4)))
                .isEqualTo(probe.evaluate(embeddings, labels, CLASSES, split, new SplittableRandom(4)));
    }

    @Test
    void moreShotsThanTheBankHasAreRefused() {
        FewShotProbe probe = new FewShotProbe(81, 2, 1);
        Embeddings embeddings = clusters(1.0);

        assertThatThrownBy(() -> probe.evaluate(embeddings, labels, CLASSES, split, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 81")
                .hasMessageContaining("[80, 80, 80, 80]");
    }

    @Test
    void penaltiesOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new LinearProbe(List.of(1.0, 0.1), LogisticRegression.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1.0, 0.1]");
    }

    /** Corners of a square in the first two of six dimensions, all of them noisy. */
    private Embeddings clusters(double noise) {
        float[] values = new float[labels.length * 6];
        for (int i = 0; i < values.length; i++) {
            int label = labels[i / 6];
            double centre = i % 6 == 0 ? label / 2 : i % 6 == 1 ? label % 2 : 0;
            values[i] = (float) (2 * centre + noise * (random.nextDouble() + random.nextDouble() - 1));
        }
        return new Embeddings(labels.length, 6, values);
    }
}
