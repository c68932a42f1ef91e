package io.slipstream.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.WithTorch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the losses are worth for networks that know nothing, and for those that know all. */
@ExtendWith(WithTorch.class)
class ChanceTest {

    private static NDArray rows(NDManager manager, float... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }

    @Test
    void equalEmbeddingsCostWhatChanceSays(NDManager manager) {
        NDArray same = rows(manager, 3, 4, 3, 4, 6, 8, 3, 4);
        NDArray queue = manager.ones(new Shape(100, 1)).matMul(rows(manager, 0.6f, 0.8f));

        assertThat((double) MocoV2Loss.of(same, same, queue, 0.2).getFloat())
                .isCloseTo(MocoV2Loss.chance(100), within(1e-5))
                .isCloseTo(Math.log(101), within(1e-5));
        assertThat((double) MocoV3Loss.of(same, same, same, same, 0.2).getFloat())
                .isCloseTo(MocoV3Loss.chance(4, 0.2), within(1e-5))
                .isCloseTo(0.8 * Math.log(4), within(1e-5));
        assertThat((double) SimClrLoss.of(same, same, 0.5).getFloat())
                .isCloseTo(SimClrLoss.chance(4), within(1e-5))
                .isCloseTo(Math.log(7), within(1e-5));
    }

    @Test
    void aStudentWithoutFavouriteCostsWhatChanceSays(NDManager manager) {
        NDArray flat = manager.ones(new Shape(3, 16));
        NDArray sure = manager.eye(16).get("0:3").mul(5);
        NDArray center = manager.zeros(new Shape(1, 16));
        assertThat((double) DinoLoss.of(List.of(flat, flat, flat), List.of(sure, sure), center, 0.1, 0.04)
                        .getFloat())
                .isCloseTo(DinoLoss.chance(16), within(1e-5))
                .isCloseTo(Math.log(16), within(1e-5));
    }

    @Test
    void theCenterTakesAPrototypeSharedByAllImagesOut(NDManager manager) {
        NDArray flat = manager.zeros(new Shape(2, 4));
        NDArray biased = manager.create(new float[] {3, 0, 0, 0, 3, 0, 0, 0}, new Shape(2, 4));
        NDArray center = manager.create(new float[] {3, 0, 0, 0}, new Shape(1, 4));
        NDArray student = manager.create(new float[] {1, 0, 0, 0, 1, 0, 0, 0}, new Shape(2, 4));
        float centred = DinoLoss.of(List.of(student, student), List.of(biased, biased), center, 0.1, 0.04)
                .getFloat();
        float flatTarget = DinoLoss.of(
                        List.of(student, student), List.of(flat, flat), manager.zeros(new Shape(1, 4)), 0.1, 0.04)
                .getFloat();
        assertThat(centred).isEqualTo(flatTarget);
    }

    @Test
    void unrelatedViewsCostSimSiamNothingAgreementMinusOneAndOpposition(NDManager manager) {
        NDArray p = rows(manager, 3, 4, -1, 2);
        assertThat(SimSiamLoss.of(p, p, rows(manager, -4, 3, 2, 1), rows(manager, 4, -3, 4, 2))
                        .getFloat())
                .isCloseTo(0, within(1e-6f));
        assertThat(SimSiamLoss.of(p, p, p.mul(3), p.mul(7)).getFloat()).isCloseTo(-1, within(1e-6f));
        assertThat(SimSiamLoss.of(p, p, p.neg(), p.neg()).getFloat()).isCloseTo(1, within(1e-6f));
    }

    @Test
    void viewsToldApartAtALowTemperatureCostNothing(NDManager manager) {
        NDArray apart = rows(manager, 1, 0, 0, 1, -1, 0);
        NDArray queue = rows(manager, 0, -1);
        assertThat(MocoV2Loss.of(apart, apart, queue, 0.05).getFloat()).isCloseTo(0, within(1e-6f));
        assertThat(MocoV3Loss.of(apart, apart, apart, apart, 0.05).getFloat()).isCloseTo(0, within(1e-6f));
        assertThat(SimClrLoss.of(apart, apart, 0.05).getFloat()).isCloseTo(0, within(1e-6f));
    }

    @Test
    void mocoV2LeavesNothingWithTheManagerOfTheQueue(NDManager manager) {
        NDArray queue = rows(manager, 0, -1);
        int arrays = manager.getManagedArrays().size();
        try (NDManager scope = manager.newSubManager()) {
            MocoV2Loss.of(rows(scope, 1, 0), rows(scope, 1, 0), queue, 0.2);
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }

    @Test
    void differentShapesAreRefused(NDManager manager) {
        NDArray two = rows(manager, 1, 2, 3, 4);
        NDArray one = rows(manager, 1, 2);
        NDArray wide = manager.ones(new Shape(5, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> MocoV2Loss.of(two, one, two, 0.2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MocoV2Loss.of(two, two, wide, 0.2))
                .withMessageContainingAll("(2, 2)", "(5, 3)");
        assertThatIllegalArgumentException().isThrownBy(() -> MocoV3Loss.of(two, two, two, one, 0.2));
        assertThatIllegalArgumentException().isThrownBy(() -> SimSiamLoss.of(two, two, one, two));
        assertThatIllegalArgumentException().isThrownBy(() -> SimClrLoss.of(two, one, 0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DinoLoss.of(List.of(two), List.of(two, two), one, 0.1, 0.04));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DinoLoss.of(List.of(two, two, one), List.of(two, two), one, 0.1, 0.04))
                .withMessageContainingAll("(1, 2)", "(2, 2)");
    }
}
