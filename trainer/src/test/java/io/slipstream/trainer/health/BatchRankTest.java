package io.slipstream.trainer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.WithTorch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class BatchRankTest {

    @Test
    void orthogonalEmbeddingsFillTheSpace(NDManager manager) {
        assertThat(new BatchRank(manager).of(manager.eye(8))).isCloseTo(8, within(0.01));
    }

    @Test
    void embeddingsOnOneLineHaveRankOne(NDManager manager) {
        NDArray line = manager.arange(1f, 9f).reshape(8, 1).matMul(manager.ones(new Shape(1, 4)));
        assertThat(new BatchRank(manager).of(line)).isCloseTo(1, within(0.01));
    }

    @Test
    void embeddingsOfNothingAtAllHaveAlmostNoRank(NDManager manager) {
        assertThat(new BatchRank(manager).of(manager.zeros(new Shape(4, 4)))).isCloseTo(1, within(0.01));
    }
}
