package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenProbesTest {

    private static final LogisticRegression TO_THE_END = new LogisticRegression(1e-9, 10_000);

    static List<GoldenCase> probes() throws IOException {
        return GoldenCase.read("probes.json", "probes");
    }

    static List<GoldenCase> intervals() throws IOException {
        return GoldenCase.read("probes.json", "intervals");
    }

    @ParameterizedTest
    @MethodSource("probes")
    void logisticRegressionScoresAsScikitLearnDoes(GoldenCase golden) {
        for (GoldenCase fit : golden.list("fits")) {
            LinearClassifier classifier = fitted(golden, fit.number("inverseStrength"));

            assertThat(centred(classifier.scores(test(golden)))).containsExactly(fit.numbers("scores"), within(1e-6));
            assertThat(classifier.predict(test(golden))).containsExactly(fit.integers("predictions"));
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aPathOfRegularizationsEndsWhereSingleFitsDo(GoldenCase golden) {
        List<GoldenCase> fits = golden.list("fits");
        double[] strengths =
                fits.stream().mapToDouble(f -> f.number("inverseStrength")).toArray();

        List<LogisticRegression.Fit> path =
                TO_THE_END.path(train(golden), trainLabels(golden), classes(golden), strengths);

        for (int i = 0; i < strengths.length; i++) {
            assertThat(path.get(i).converged()).isTrue();
            assertThat(centred(path.get(i).classifier().scores(test(golden))))
                    .containsExactly(fits.get(i).numbers("scores"), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void theReportOfEveryClassIsThatOfScikitLearn(GoldenCase golden) {
        int[] predictions = golden.list("fits").get(2).integers("predictions");
        int[] labels = golden.integers("labels");
        int[] truth = Arrays.copyOfRange(labels, golden.integer("trainRows"), labels.length);

        ClassReport report = ClassReport.of(truth, predictions, classes(golden));

        assertThat(report.confusion()).isDeepEqualTo(golden.table("confusion"));
        for (int label = 0; label < classes(golden); label++) {
            assertThat(report.precision(label)).isCloseTo(golden.numbers("precision")[label], within(1e-12));
            assertThat(report.recall(label)).isCloseTo(golden.numbers("recall")[label], within(1e-12));
            assertThat(report.f1(label)).isCloseTo(golden.numbers("f1")[label], within(1e-12));
            assertThat(report.support(label)).isEqualTo(golden.integers("support")[label]);
        }
    }

    @ParameterizedTest
    @MethodSource("intervals")
    void thePercentileIntervalIsThatOfScipyWithinTheErrorOfResampling(GoldenCase golden) {
        double[] sample = golden.numbers("sample");

        Bootstrap.Interval interval = new Bootstrap(20_000, 0.95).mean(sample, new SplittableRandom(1));

        double oneHit = 1.0 / sample.length;
        assertThat(interval.low()).isCloseTo(golden.number("low"), within(oneHit));
        assertThat(interval.high()).isCloseTo(golden.number("high"), within(oneHit));
        assertThat(interval.estimate())
                .isCloseTo(Arrays.stream(sample).average().orElseThrow(), within(1e-12));
    }

    private static LinearClassifier fitted(GoldenCase golden, double inverseStrength) {
        LogisticRegression.Fit fit =
                TO_THE_END.fit(train(golden), trainLabels(golden), classes(golden), inverseStrength);
        assertThat(fit.converged()).isTrue();
        return fit.classifier();
    }

    /** Adding one number to the scores of all classes changes no probability. */
    private static double[] centred(double[][] scores) {
        return Arrays.stream(scores)
                .flatMapToDouble(row -> {
                    double mean = Arrays.stream(row).average().orElseThrow();
                    return Arrays.stream(row).map(score -> score - mean);
                })
                .toArray();
    }

    private static Embeddings train(GoldenCase golden) {
        return golden.embeddings("embeddings", "dim")
                .rows(IntStream.range(0, golden.integer("trainRows")).toArray());
    }

    private static Embeddings test(GoldenCase golden) {
        Embeddings all = golden.embeddings("embeddings", "dim");
        return all.rows(
                IntStream.range(golden.integer("trainRows"), all.count()).toArray());
    }

    private static int[] trainLabels(GoldenCase golden) {
        return Arrays.copyOf(golden.integers("labels"), golden.integer("trainRows"));
    }

    private static int classes(GoldenCase golden) {
        return Arrays.stream(golden.integers("labels")).max().orElseThrow() + 1;
    }
}
