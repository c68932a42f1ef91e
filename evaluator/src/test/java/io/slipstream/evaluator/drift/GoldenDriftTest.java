package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import io.slipstream.evaluator.metric.Embeddings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenDriftTest {

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.read("drift.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMedianHeuristicIsThatOfAlibiDetect(GoldenCase golden) {
        assertThat(RbfKernel.medianHeuristic(reference(golden)).sigma())
                .isCloseTo(golden.number("sigma"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDiscrepancyIsThatOfAlibiDetect(GoldenCase golden) {
        Mmd mmd = new Mmd(kernel(golden), reference(golden));

        assertThat(mmd.unbiased(window(golden))).isCloseTo(golden.number("mmd2"), within(1e-6));
        assertThat(mmd.witness(window(golden))).containsExactly(golden.numbers("witness"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePermutationTestAgreesWithAlibiDetectWithinTheErrorOfSampling(GoldenCase golden) {
        Embeddings reference = reference(golden);
        Embeddings window = window(golden);

        Observation observation = new PermutationTest(2000)
                .test(
                        kernel(golden),
                        reference,
                        Blocks.contiguous(reference.count(), 1),
                        window,
                        Blocks.contiguous(window.count(), 1),
                        new SplittableRandom(1));

        double p = golden.number("mmdPValue");
        double samplingError = 4 * Math.sqrt(2 * p * (1 - p) / 2000) + 1e-3;
        assertThat(observation.effect()).isCloseTo(golden.number("mmd2"), within(1e-6));
        assertThat(observation.pValue()).isCloseTo(p, within(samplingError));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLinearTimeEstimateAgreesWithNumpy(GoldenCase golden) {
        Observation observation = LinearTimeMmd.of(kernel(golden), reference(golden), window(golden));

        assertThat(observation.effect()).isCloseTo(golden.number("linearMmd2"), within(1e-6));
        assertThat(observation.pValue()).isCloseTo(golden.number("linearPValue"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void componentsAndTheirFrechetDistanceAgreeWithScikitLearnAndScipy(GoldenCase golden) {
        Pca pca = Pca.fit(reference(golden), 4);
        Embeddings window = pca.project(window(golden));

        double[] firstRows = new double[12];
        Arrays.setAll(firstRows, i -> Math.abs(window.values()[i]));
        assertThat(firstRows).containsExactly(golden.numbers("absoluteProjection"), within(1e-6));
        assertThat(FrechetDistance.squared(pca.project(reference(golden)), window))
                .isCloseTo(golden.number("frechet"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void testsPerComponentAgreeWithScipyAndHolm(GoldenCase golden) {
        Pca pca = Pca.fit(reference(golden), 4);

        List<Observation> tests =
                KolmogorovSmirnov.testColumns(pca.project(reference(golden)), pca.project(window(golden)));

        for (int c = 0; c < tests.size(); c++) {
            assertThat(tests.get(c).effect()).isCloseTo(golden.numbers("ksStatistics")[c], within(1e-9));
            assertThat(tests.get(c).pValue()).isCloseTo(golden.numbers("ksHolm")[c], within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAreaOfTheDomainClassifierIsThatOfScikitLearn(GoldenCase golden) {
        Observation observation =
                new DomainClassifier(3, 0.01).test(reference(golden), window(golden), golden.integers("foldOf"));

        assertThat(observation.effect()).isCloseTo(golden.number("area"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNormShiftAgreesWithNumpy(GoldenCase golden) {
        assertThat(NormShift.of(reference(golden), window(golden))).isCloseTo(golden.number("normShift"), within(1e-6));
    }

    private static Embeddings reference(GoldenCase golden) {
        return golden.embeddings("reference", "dim");
    }

    private static Embeddings window(GoldenCase golden) {
        return golden.embeddings("window", "dim");
    }

    private static RbfKernel kernel(GoldenCase golden) {
        return new RbfKernel(golden.number("sigma"));
    }
}
