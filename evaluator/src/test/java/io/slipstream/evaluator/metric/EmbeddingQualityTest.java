package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingQualityTest {

    private static final Embeddings IDENTITY = new Embeddings(3, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    private static final Embeddings ONE_POINT = new Embeddings(4, 2, new float[] {3, 4, 3, 4, 3, 4, 3, 4});

    @Test
    void orthogonalEmbeddingsOfEqualLengthUseEveryDimension() {
        assertThat(RankMe.of(IDENTITY)).isCloseTo(3, within(1e-3));
    }

    @Test
    void equalEmbeddingsUseOneDimension() {
        assertThat(RankMe.of(ONE_POINT)).isCloseTo(1, within(1e-3));
    }

    @Test
    void embeddingsOfZerosUseNoDimension() {
        assertThat(RankMe.of(new Embeddings(2, 3, new float[6]))).isZero();
    }

    @Test
    void rankMeDoesNotDependOnTheScale() {
        float[] scaled = new float[9];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = IDENTITY.values()[i] * 1000;
        }
        assertThat(RankMe.of(new Embeddings(3, 3, scaled))).isCloseTo(RankMe.of(IDENTITY), within(1e-12));
    }

    @Test
    void equalEmbeddingsAreFullyCollapsed() {
        assertThat(CollapseLevel.of(ONE_POINT)).isCloseTo(1, within(1e-12));
    }

    @Test
    void oppositeDirectionsAreNotCollapsed() {
        assertThat(CollapseLevel.of(new Embeddings(4, 2, new float[] {1, 0, -1, 0, 0, 1, 0, -1})))
                .isZero();
    }

    @Test
    void aStandardDeviationOfOneEmbeddingIsRefused() {
        assertThatThrownBy(() -> CollapseLevel.of(new Embeddings(1, 2, new float[] {1, 0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1");
    }

    @Test
    void aMatrixWhoseShapeDoesNotMatchItsValuesIsRefused() {
        assertThatThrownBy(() -> new Embeddings(2, 3, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 values");
    }
}
