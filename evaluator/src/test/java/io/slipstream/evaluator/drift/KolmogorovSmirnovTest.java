package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KolmogorovSmirnovTest {

    static List<GoldenCase> tests() throws IOException {
        return GoldenCase.read("drift.json", "tests");
    }

    @ParameterizedTest
    @MethodSource("tests")
    void statisticAndExactProbabilityAreThoseOfScipy(GoldenCase golden) {
        Observation observation = KolmogorovSmirnov.test(golden.numbers("a"), golden.numbers("b"));

        assertThat(observation.effect()).isCloseTo(golden.number("statistic"), within(1e-12));
        assertThat(observation.pValue() / golden.number("pValue")).isCloseTo(1, within(1e-9));
    }

    @Test
    void equalSamplesAreCertainlyNotDifferent() {
        assertThat(KolmogorovSmirnov.test(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(new Observation(0, 1));
    }

    @Test
    void anEmptySampleIsRefused() {
        assertThatThrownBy(() -> KolmogorovSmirnov.test(new double[] {1}, new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1 and 0");
    }

    @Test
    void holmMultipliesTheSmallestMostAndKeepsTheOrder() {
        assertThat(Holm.adjust(new double[] {0.04, 0.01, 0.03, 0.5}))
                .containsExactly(new double[] {0.09, 0.04, 0.09, 0.5}, within(1e-12));
    }
}
