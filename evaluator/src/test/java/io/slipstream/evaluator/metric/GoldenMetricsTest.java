package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenMetricsTest {

    static List<GoldenMetrics> cases() throws IOException {
        return GoldenMetrics.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void knnPredictsTheClassesThatScikitLearnPredicts(GoldenMetrics golden) {
        KnnProbe probe = new KnnProbe(golden.k(), golden.temperature());

        int[] predictions = probe.predict(
                golden.bank(), Arrays.copyOf(golden.labels(), golden.bankRows()), golden.classes(), golden.queries());

        assertThat(predictions).containsExactly(golden.predictions());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rankMeAgreesWithTheSingularValueDecompositionOfNumpy(GoldenMetrics golden) {
        assertThat(RankMe.of(golden.embeddings())).isCloseTo(golden.rankMe(), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void collapseLevelAgreesWithTorch(GoldenMetrics golden) {
        assertThat(CollapseLevel.of(golden.embeddings())).isCloseTo(golden.collapseLevel(), within(1e-6));
    }
}
