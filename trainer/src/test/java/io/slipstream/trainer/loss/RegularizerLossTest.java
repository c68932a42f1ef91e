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
import io.slipstream.trainer.RelativeError;
import io.slipstream.trainer.WithTorch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The losses of regularizers, against {@code regularizers.py} and by themselves. */
@ExtendWith(WithTorch.class)
class RegularizerLossTest {

    private static final Golden GOLDEN = new Golden("regularizers");
    private static final Shape ROWS = new Shape(4, 6);

    private static NDArray wave(NDManager manager, double phase, Shape shape) {
        NDArray wave = manager.create(Golden.wave((int) shape.size(), phase), shape);
        wave.setRequiresGradient(true);
        return wave;
    }

    private static void assertGolden(
            String name, Supplier<NDArray> loss, Map<String, NDArray> inputs, List<NDArray> held) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.get();
            Litter.scatter();
            collector.backward(value);
            assertThat(value.getFloat()).isCloseTo(GOLDEN.get(name + ".loss")[0], within(1e-5f));
        }
        inputs.forEach((input, array) -> RelativeError.assertSmall(
                name + "." + input, array.getGradient(), GOLDEN.get(name + "." + input + ".grad")));
        held.forEach(array -> assertThat(array.getGradient().toFloatArray()).containsOnly(0f));
    }

    @Test
    void alignmentIsThatOfPyTorchAndThePastGetsNoGradient(NDManager manager) {
        NDArray a1 = wave(manager, 0.1, ROWS);
        NDArray a2 = wave(manager, 0.2, ROWS);
        NDArray p1 = wave(manager, 0.9, ROWS);
        NDArray p2 = wave(manager, 1.4, ROWS);
        assertGolden(
                "alignment",
                () -> AlignmentLoss.of(List.of(a1, a2), List.of(p1, p2)),
                Map.of("a1", a1, "a2", a2),
                List.of(p1, p2));
    }

    @Test
    void distillationIsThatOfPyTorchInBothForms(NDManager manager) {
        for (String form : List.of("regression", "contrastive")) {
            NDArray p1 = wave(manager, 0.1, ROWS);
            NDArray p2 = wave(manager, 0.2, ROWS);
            NDArray z1 = wave(manager, 0.9, ROWS);
            NDArray z2 = wave(manager, 1.4, ROWS);
            assertGolden(
                    "distillation." + form,
                    () -> form.equals("regression")
                            ? DistillationLoss.regression(List.of(p1, p2), List.of(z1, z2))
                            : DistillationLoss.contrastive(List.of(p1, p2), List.of(z1, z2), 0.2),
                    Map.of("p1", p1, "p2", p2),
                    List.of(z1, z2));
        }
    }

    @Test
    void gramAnchoringIsThatOfPyTorchWithAnAnchorOfAnotherWidth(NDManager manager) {
        NDArray student = wave(manager, 0.1, new Shape(2, 3, 4));
        NDArray anchor = wave(manager, 0.9, new Shape(2, 3, 5));
        assertGolden("gram", () -> GramLoss.of(student, anchor), Map.of("student", student), List.of(anchor));
    }

    @Test
    void alignmentIsMinusOneForKeptDirectionsAndOneForOpposedOnes(NDManager manager) {
        NDArray now = wave(manager, 0.1, ROWS).stopGradient();
        assertThat(AlignmentLoss.of(List.of(now), List.of(now.mul(3))).getFloat())
                .isCloseTo(-1, within(1e-6f));
        assertThat(AlignmentLoss.of(List.of(now), List.of(now.neg())).getFloat())
                .isCloseTo(1, within(1e-6f));
    }

    @Test
    void anImageWithNothingStoredDrawsTheStudentNowhere(NDManager manager) {
        NDArray now = wave(manager, 0.1, new Shape(2, 3));
        NDArray past = manager.create(new float[] {1, 2, 3, 0, 0, 0}, new Shape(2, 3));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(AlignmentLoss.of(List.of(now), List.of(past)));
        }
        float[] gradient = now.getGradient().toFloatArray();
        assertThat(gradient[0]).isNotZero();
        assertThat(Arrays.copyOfRange(gradient, 3, 6)).containsExactly(new float[3], within(0f));
    }

    @Test
    void gramAnchoringDoesNotMindTokensThatTurnTogether(NDManager manager) {
        NDArray tokens = manager.create(new float[] {1, 0, 3, 4}, new Shape(1, 2, 2));
        NDArray turned = manager.create(new float[] {0, 2, -4, 3}, new Shape(1, 2, 2));
        assertThat(GramLoss.of(tokens, turned).getFloat()).isCloseTo(0, within(1e-6f));
    }

    @Test
    void oneViewAloneIsLearnedFromToo(NDManager manager) {
        NDArray predicted = wave(manager, 0.1, ROWS);
        NDArray frozen = wave(manager, 0.9, ROWS);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(DistillationLoss.contrastive(List.of(predicted), List.of(frozen), 0.2));
        }
        assertThat(predicted.getGradient().abs().max().getFloat()).isGreaterThan(0.001f);
    }

    @Test
    void whatDoesNotPairUpIsRefused(NDManager manager) {
        NDArray two = manager.ones(new Shape(2, 3));
        NDArray three = manager.ones(new Shape(3, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlignmentLoss.of(List.of(two), List.of(three)))
                .withMessageContainingAll("(2, 3)", "(3, 3)");
        assertThatIllegalArgumentException().isThrownBy(() -> AlignmentLoss.of(List.of(two), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GramLoss.of(manager.ones(new Shape(2, 3, 4)), manager.ones(new Shape(2, 4, 4))))
                .withMessageContainingAll("(2, 3, 4)", "(2, 4, 4)");
    }
}
