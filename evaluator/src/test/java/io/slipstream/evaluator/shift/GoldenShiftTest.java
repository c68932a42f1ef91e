package io.slipstream.evaluator.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import io.slipstream.evaluator.metric.Embeddings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenShiftTest {

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.read("shift.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ckaFromFeaturesAgreesWithCkaFromKernels(GoldenCase golden) {
        assertThat(LinearCka.debiased(golden.embeddings("a", "dimA"), golden.embeddings("b", "dimB")))
                .isCloseTo(golden.number("debiasedCka"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void neighboursOverlapAsTheyDoInScikitLearn(GoldenCase golden) {
        assertThat(NeighbourOverlap.at(10, golden.embeddings("a", "dimA"), golden.embeddings("b", "dimB")))
                .isCloseTo(golden.number("overlap"), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theProcrustesResidualIsTheDisparityOfScipy(GoldenCase golden) {
        assertThat(Procrustes.residual(golden.embeddings("a", "dimA"), golden.embeddings("b", "dimB")))
                .isCloseTo(golden.number("procrustes"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLinearMapIsTheRidgeOfScikitLearn(GoldenCase golden) {
        Embeddings from = golden.embeddings("a", "dimA");
        Embeddings to = golden.embeddings("b", "dimB");
        int[] fitted = IntStream.range(0, from.count() / 2).toArray();
        int[] heldOut = IntStream.range(from.count() / 2, from.count()).toArray();

        LinearMap map = LinearMap.fit(from.rows(fitted), to.rows(fitted), 1e-3);

        assertThat(map.r2(from.rows(heldOut), to.rows(heldOut))).isCloseTo(golden.number("r2"), within(1e-6));
        float[] mapped = map.apply(from.rows(Arrays.copyOf(heldOut, 5))).values();
        double[] expected = golden.numbers("mapped");
        assertThat(mapped).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) mapped[i]).isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
