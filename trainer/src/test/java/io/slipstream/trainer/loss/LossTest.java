package io.slipstream.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class LossTest {

    private static final Golden GOLDEN = new Golden("losses");

    private static NDArray rows(NDManager manager, float... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }

    private static NDArray wave(NDManager manager, double phase) {
        NDArray wave = manager.create(Golden.wave(24, phase), new Shape(4, 6));
        wave.setRequiresGradient(true);
        return wave;
    }

    @Test
    void predictionsThatPointWhereTheirTargetsPointCostNothing(NDManager manager) {
        NDArray q = rows(manager, 3, 4, -1, 2);
        NDArray z = rows(manager, 6, 8, -10, 20);
        assertThat(ByolLoss.of(q, q, z, z).getFloat()).isCloseTo(0, within(1e-6f));
    }

    @Test
    void opposedPredictionsCostEight(NDManager manager) {
        NDArray q = rows(manager, 3, 4, -1, 2);
        NDArray z = rows(manager, -3, -4, 1, -2);
        assertThat(ByolLoss.of(q, q, z, z).getFloat()).isCloseTo(8, within(1e-5f));
    }

    @Test
    void orthogonalPredictionsCostFour(NDManager manager) {
        NDArray q = rows(manager, 3, 4, -1, 2);
        NDArray z = rows(manager, -4, 3, 2, 1);
        assertThat(ByolLoss.of(q, q, z, z).getFloat()).isCloseTo(4, within(1e-5f));
    }

    @Test
    void eachPredictionIsComparedWithTheOtherViewsTarget(NDManager manager) {
        NDArray one = rows(manager, 1, 0);
        NDArray two = rows(manager, 0, 1);
        assertThat(ByolLoss.of(one, two, two, one).getFloat()).isCloseTo(0, within(1e-6f));
        assertThat(ByolLoss.of(one, two, one, two).getFloat()).isCloseTo(4, within(1e-6f));
    }

    @Test
    void valueAndGradientAreThoseOfPyTorchAndTargetsGetNone(NDManager manager) {
        NDArray q1 = wave(manager, 0.1);
        NDArray q2 = wave(manager, 0.2);
        NDArray z1 = wave(manager, 0.3);
        NDArray z2 = wave(manager, 0.4);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = ByolLoss.of(q1, q2, z1, z2);
            Litter.scatter();
            collector.backward(loss);
            assertThat(loss.getFloat()).isCloseTo(GOLDEN.get("byol.loss")[0], within(1e-5f));
        }
        assertThat(q1.getGradient().toFloatArray()).containsExactly(GOLDEN.get("byol.q1.grad"), within(1e-5f));
        assertThat(q2.getGradient().toFloatArray()).containsExactly(GOLDEN.get("byol.q2.grad"), within(1e-5f));
        assertThat(z1.getGradient().toFloatArray()).containsOnly(0f);
        assertThat(z2.getGradient().toFloatArray()).containsOnly(0f);
    }

    @Test
    void differentShapesAreRefused(NDManager manager) {
        NDArray two = rows(manager, 1, 2, 3, 4);
        NDArray one = rows(manager, 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByolLoss.of(two, two, two, one))
                .withMessageContainingAll("(2, 2)", "(1, 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> ByolLoss.of(two, two, one, two));
    }

    @Test
    void oneSinglePointIsFullCollapse(NDManager manager) {
        assertThat(CollapseLevel.of(rows(manager, 1, 2, 1, 2, 2, 4))).isCloseTo(1, within(1e-6));
    }

    @Test
    void anEvenSpreadOverTheCircleIsNoCollapse(NDManager manager) {
        // sin and cos both deviate by 1/sqrt(2) over the four directions.
        assertThat(CollapseLevel.of(rows(manager, 1, 0, 0, 5, -2, 0, 0, -1))).isCloseTo(0, within(1e-6));
    }

    @Test
    void theCollapseLevelIsThatOfPyTorch(NDManager manager) {
        NDArray outputs = manager.create(Golden.wave(40, 0.6), new Shape(8, 5));
        assertThat(CollapseLevel.of(outputs)).isCloseTo(GOLDEN.get("collapse")[0], within(1e-6));
    }
}
