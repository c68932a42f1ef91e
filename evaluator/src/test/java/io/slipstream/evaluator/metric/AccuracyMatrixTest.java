package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTest {

    private final AccuracyMatrix matrix = new AccuracyMatrix(
            List.of("spring", "summer", "autumn"),
            new double[][] {{0.80, 0.40, 0.30}, {0.85, 0.90, 0.35}, {0.70, 0.75, 0.95}});

    @Test
    void theFinalAccuracyIsTheMeanOfTheLastRow() {
        assertThat(matrix.finalAccuracy()).isCloseTo(0.80, within(1e-12));
    }

    @Test
    void theAverageAccuracyCountsOnlyDomainsSeenSoFar() {
        assertThat(matrix.averageAccuracy()).isCloseTo((0.80 + 0.875 + 0.80) / 3, within(1e-12));
    }

    @Test
    void backwardTransferComparesTheEndWithTheEndOfEachDomain() {
        assertThat(matrix.backwardTransfer()).isCloseTo((-0.10 - 0.15) / 2, within(1e-12));
    }

    @Test
    void forgettingComparesTheEndWithTheBestThereWas() {
        assertThat(matrix.forgetting(0)).isCloseTo(0.15, within(1e-12));
        assertThat(matrix.forgetting(1)).isCloseTo(0.15, within(1e-12));
        assertThat(matrix.averageForgetting()).isCloseTo(0.15, within(1e-12));
    }

    @Test
    void forwardTransferComparesWithTheUntrainedEncoder() {
        assertThat(matrix.forwardTransfer(new double[] {0.2, 0.25, 0.3})).isCloseTo((0.15 + 0.05) / 2, within(1e-12));
    }

    @Test
    void whatWasLearnedLastIsNotForgotten() {
        assertThatThrownBy(() -> matrix.forgetting(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("0..1");
    }

    @Test
    void oneDomainHasNoTransfer() {
        AccuracyMatrix single = new AccuracyMatrix(List.of("spring"), new double[][] {{0.8}});

        assertThat(single.finalAccuracy()).isEqualTo(0.8);
        assertThatThrownBy(single::backwardTransfer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[spring]");
    }

    @Test
    void aMatrixThatIsNotSquareIsRefused() {
        assertThatThrownBy(() -> new AccuracyMatrix(List.of("a", "b"), new double[][] {{1, 1}, {1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1");
    }
}
