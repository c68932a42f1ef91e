package io.slipstream.trainer.optim;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class OptimTest {

    private static final OptimizerConfig CONFIG = new OptimizerConfig(0.01, 0, 0.05, 0.9, 0.99, 1e-8);
    private static final Golden GOLDEN = new Golden("training");

    private static NDArray parameter(NDManager manager, double phase, long... dimensions) {
        Shape shape = new Shape(dimensions);
        NDArray parameter = manager.create(Golden.wave((int) shape.size(), phase), shape);
        parameter.setRequiresGradient(true);
        return parameter;
    }

    /** Gradients of sum(wave * parameter²) / 2. */
    private static void backward(List<NDArray> parameters, double phase, NDManager scope) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = scope.create(0f);
            for (NDArray parameter : parameters) {
                NDArray factor = scope.create(Golden.wave((int) parameter.size(), phase), parameter.getShape());
                loss = loss.add(factor.mul(parameter).mul(parameter).sum().div(2));
            }
            collector.backward(loss);
        }
    }

    private static List<NDArray> goldenParameters(NDManager manager) {
        return List.of(
                parameter(manager, 0, 3, 4),
                parameter(manager, 1, 4),
                parameter(manager, 2, 2, 1, 2, 2),
                parameter(manager, 3, 3));
    }

    @Test
    void twentyStepsGoWherePyTorchsAdamWGoes(NDManager manager) {
        List<NDArray> parameters = goldenParameters(manager);
        AdamW optimizer = new AdamW(CONFIG, parameters, manager);
        for (int step = 0; step < 20; step++) {
            try (NDManager scope = manager.newSubManager()) {
                backward(parameters, 10.0 + step, scope);
                optimizer.update(0.01 * (step + 1) / 20, scope);
            }
        }
        List<String> names = List.of("weight", "bias", "kernel", "scale");
        for (int i = 0; i < names.size(); i++) {
            float[] expected = GOLDEN.get("adamw." + names.get(i));
            float[] found = parameters.get(i).toFloatArray();
            assertThat(found).hasSameSizeAs(expected);
            for (int k = 0; k < expected.length; k++) {
                assertThat(found[k])
                        .as("%s[%d]", names.get(i), k)
                        .isCloseTo(expected[k], within(Math.abs(expected[k]) * 1e-6f + 1e-7f));
            }
        }
    }

    @Test
    void anUpdateClearsTheGradients(NDManager manager) {
        List<NDArray> parameters = goldenParameters(manager);
        AdamW optimizer = new AdamW(CONFIG, parameters, manager);
        try (NDManager scope = manager.newSubManager()) {
            backward(parameters, 1, scope);
            assertThat(parameters.get(0).getGradient().toFloatArray()).isNotEqualTo(new float[12]);
            optimizer.update(0.01, scope);
        }
        for (NDArray parameter : parameters) {
            assertThat(parameter.getGradient().toFloatArray()).containsOnly(0f);
        }
    }

    @Test
    void withoutAGradientOnlyWeightsDecayAndBiasesStay(NDManager manager) {
        NDArray weight = parameter(manager, 0, 2, 2);
        NDArray bias = parameter(manager, 1, 2);
        AdamW optimizer = new AdamW(CONFIG, List.of(bias, weight), manager);
        try (NDManager scope = manager.newSubManager()) {
            optimizer.update(0.1, scope);
        }
        float[] start = Golden.wave(4, 0);
        float decay = 1 - 0.1f * 0.05f;
        assertThat(weight.toFloatArray())
                .containsExactly(
                        new float[] {start[0] * decay, start[1] * decay, start[2] * decay, start[3] * decay},
                        within(1e-7f));
        assertThat(bias.toFloatArray()).containsExactly(Golden.wave(2, 1));
    }

    @Test
    void oneGroupMayBeEmpty(NDManager manager) {
        for (NDArray only : List.of(parameter(manager, 0, 2, 2), parameter(manager, 1, 2))) {
            float[] before = only.toFloatArray();
            AdamW optimizer = new AdamW(CONFIG, List.of(only), manager);
            try (NDManager scope = manager.newSubManager()) {
                backward(List.of(only), 1, scope);
                optimizer.update(0.1, scope);
            }
            assertThat(only.toFloatArray()).isNotEqualTo(before);
        }
    }

    @Test
    void aTeacherMovesAShareOfTheWayToItsStudent(NDManager manager) {
        NDArray teacher = manager.create(new float[] {1, 2});
        NDArray student = manager.create(new float[] {3, 6});
        MovingAverage average = new MovingAverage(List.of(teacher), List.of(student), manager);
        average.update(0.75, manager);
        assertThat(teacher.toFloatArray()).containsExactly(1.5f, 3);
        average.update(0, manager);
        assertThat(teacher.toFloatArray()).containsExactly(3, 6);
        average.update(1, manager);
        assertThat(teacher.toFloatArray()).containsExactly(3, 6);
        assertThat(student.toFloatArray()).containsExactly(3, 6);
    }

    @Test
    void aStudentOfAnotherShapeIsRefused(NDManager manager) {
        List<NDArray> teacher = new ArrayList<>(List.of(manager.ones(new Shape(2))));
        List<NDArray> student = List.of(manager.ones(new Shape(3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MovingAverage(teacher, student, manager))
                .withMessageContainingAll("(2)", "(3)");
    }
}
