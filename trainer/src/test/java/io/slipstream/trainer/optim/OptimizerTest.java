package io.slipstream.trainer.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.ResidentMemory;
import io.slipstream.trainer.WithTorch;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class OptimizerTest {

    private static final String BACKBONE = "backbone.";

    private static OptimizerConfig config(OptimizerConfig.Type type) {
        return OptimizerFixture.config("{type: " + type.name().toLowerCase(Locale.ROOT)
                + ", weight-decay: 0.05, layer-decay: 0.75, clip: global, clip-norm: 0.5}");
    }

    private static double step(
            Optimizer optimizer, List<Parameter> parameters, int step, Set<String> frozen, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            OptimizerFixture.backward(parameters, 10.0 + step, scope);
            return optimizer.update(0.02, frozen, scope);
        }
    }

    private static List<float[]> values(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.value().toFloatArray())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aFrozenPrefixStaysToTheLastBitWhileTheRestMoves(OptimizerConfig.Type type, NDManager manager) {
        List<Parameter> parameters = OptimizerFixture.parameters(manager);
        Optimizer optimizer = Optimizer.of(config(type), parameters, Set.of(BACKBONE), manager);
        step(optimizer, parameters, 0, Set.of(), manager);
        List<float[]> before = values(parameters);
        NDArray memory = optimizer.state().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/backbone.cls_token"))
                .findFirst()
                .orElseThrow()
                .getValue();
        float[] remembered = memory.toFloatArray();

        step(optimizer, parameters, 1, Set.of(BACKBONE), manager);

        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            float[] now = parameter.value().toFloatArray();
            if (parameter.name().startsWith(BACKBONE)) {
                assertThat(now).as(parameter.name()).containsExactly(before.get(i));
            } else {
                assertThat(now).as(parameter.name()).isNotEqualTo(before.get(i));
            }
            assertThat(parameter.value().getGradient().toFloatArray()).containsOnly(0f);
        }
        assertThat(memory.toFloatArray()).containsExactly(remembered);
        step(optimizer, parameters, 2, Set.of(), manager);
        assertThat(parameters.get(0).value().toFloatArray()).isNotEqualTo(before.get(0));
    }

    @Test
    void aPrefixWithinAnotherIsFrozenByEither(NDManager manager) {
        String patches = "backbone.patch_embed.";
        List<Parameter> parameters = OptimizerFixture.parameters(manager);
        Optimizer optimizer =
                Optimizer.of(OptimizerFixture.config("{}"), parameters, Set.of(BACKBONE, patches), manager);
        List<float[]> start = values(parameters);
        step(optimizer, parameters, 0, Set.of(patches), manager);
        List<float[]> moved = values(parameters);
        step(optimizer, parameters, 1, Set.of(BACKBONE), manager);
        List<float[]> last = values(parameters);
        assertThat(last.get(1)).containsExactly(start.get(1));
        assertThat(moved.get(3)).isNotEqualTo(start.get(3));
        assertThat(last.get(3)).containsExactly(moved.get(3));
        assertThat(last.get(7)).isNotEqualTo(moved.get(7));
    }

    @Test
    void frozenGradientsCountNotForTheNorm(NDManager manager) {
        List<Parameter> parameters = OptimizerFixture.parameters(manager);
        List<Parameter> heads = parameters.subList(7, 9);
        Optimizer all = Optimizer.of(OptimizerFixture.config("{}"), parameters, Set.of(BACKBONE), manager);
        double frozen = step(all, parameters, 0, Set.of(BACKBONE), manager);
        List<Parameter> fresh = OptimizerFixture.parameters(manager).subList(7, 9);
        Optimizer alone = Optimizer.of(OptimizerFixture.config("{}"), fresh, Set.of(), manager);
        assertThat(frozen).isCloseTo(step(alone, fresh, 0, Set.of(), manager), within(1e-6));
        assertThat(values(heads).get(0)).containsExactly(values(fresh).get(0));
    }

    @ParameterizedTest
    @EnumSource
    void anOptimizerRestoredFromItsStateGoesOnToTheLastBit(OptimizerConfig.Type type, NDManager manager) {
        List<Parameter> parameters = OptimizerFixture.parameters(manager);
        Optimizer optimizer = Optimizer.of(config(type), parameters, Set.of(), manager);
        for (int step = 0; step < 5; step++) {
            step(optimizer, parameters, step, Set.of(), manager);
        }
        List<Parameter> copies = OptimizerFixture.parameters(manager);
        Optimizer restored = Optimizer.of(config(type), copies, Set.of(), manager);
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).value().set(parameters.get(i).value().toFloatArray());
        }
        Map<String, NDArray> state = restored.state();
        assertThat(state.keySet()).containsExactlyElementsOf(optimizer.state().keySet());
        optimizer.state().forEach((name, value) -> value.copyTo(requireNonNull(state.get(name))));
        for (int step = 5; step < 15; step++) {
            assertThat(step(restored, copies, step, Set.of(), manager))
                    .isEqualTo(step(optimizer, parameters, step, Set.of(), manager));
        }
        for (int i = 0; i < copies.size(); i++) {
            assertThat(copies.get(i).value().toFloatArray())
                    .as(copies.get(i).name())
                    .containsExactly(parameters.get(i).value().toFloatArray());
        }
    }

    @Test
    void theStateIsNamedByKindAndParameter(NDManager manager) {
        List<Parameter> one = OptimizerFixture.parameters(manager).subList(0, 1);
        assertThat(Optimizer.of(OptimizerFixture.config("{}"), one, Set.of(), manager)
                        .state())
                .containsOnlyKeys("first/backbone.cls_token", "second/backbone.cls_token", "steps/backbone.cls_token");
        assertThat(Optimizer.of(OptimizerFixture.config("{type: sgd}"), one, Set.of(), manager)
                        .state())
                .containsOnlyKeys("momentum/backbone.cls_token");
        assertThat(Optimizer.of(OptimizerFixture.config("{type: sgd, momentum: 0}"), one, Set.of(), manager)
                        .state())
                .isEmpty();
    }

    @Test
    void withoutAGradientOnlyWeightsDecayAndBiasesStay(NDManager manager) {
        Parameter weight = OptimizerFixture.parameter(manager, "weight", 0, 2, 2);
        Parameter bias = OptimizerFixture.parameter(manager, "bias", 1, 2);
        Optimizer optimizer =
                Optimizer.of(OptimizerFixture.config("{weight-decay: 0.05}"), List.of(bias, weight), Set.of(), manager);
        try (NDManager scope = manager.newSubManager()) {
            assertThat(optimizer.update(0.1, Set.of(), scope)).isEqualTo(0);
        }
        float[] expected = Golden.wave(4, 0);
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= 1 - 0.1f * 0.05f;
        }
        assertThat(weight.value().toFloatArray()).containsExactly(expected, within(1e-7f));
        assertThat(bias.value().toFloatArray()).containsExactly(Golden.wave(2, 1));
    }

    @Test
    void larsTakesAPlainStepWhereANormIsZero(NDManager manager) {
        Parameter zero = new Parameter("weight", manager.zeros(new Shape(2, 2)));
        zero.value().setRequiresGradient(true);
        Optimizer optimizer = Optimizer.of(OptimizerFixture.config("{type: lars}"), List.of(zero), Set.of(), manager);
        try (NDManager scope = manager.newSubManager()) {
            optimizer.update(0.1, Set.of(), scope);
        }
        assertThat(zero.value().toFloatArray()).containsOnly(0f);
    }

    @Test
    void whatIsNotFreezableCannotBeFrozen(NDManager manager) {
        Optimizer optimizer = Optimizer.of(
                OptimizerFixture.config("{}"), OptimizerFixture.parameters(manager), Set.of(BACKBONE), manager);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.update(0.1, Set.of("projector."), manager))
                .withMessageContainingAll("projector.", BACKBONE);
    }

    @ParameterizedTest
    @EnumSource
    void aThousandStepsKeepNothingNative(OptimizerConfig.Type type, NDManager manager) throws IOException {
        List<Parameter> parameters = List.of(OptimizerFixture.parameter(manager, "projector.0.weight", 0, 64, 64));
        Optimizer optimizer = Optimizer.of(config(type), parameters, Set.of(), manager);
        for (int step = 0; step < 100; step++) {
            step(optimizer, parameters, step, Set.of(), manager);
        }
        int own = manager.getManagedArrays().size();
        int above = manager.getParentManager().getManagedArrays().size();
        long resident = ResidentMemory.bytes();
        for (int step = 100; step < 1_100; step++) {
            step(optimizer, parameters, step, Set.of(), manager);
        }
        assertThat(manager.getManagedArrays()).hasSize(own);
        assertThat(manager.getParentManager().getManagedArrays()).hasSize(above);
        // A step's gradients and temporaries hold about 64 KiB: steps that kept them would add 64 MiB.
        assertThat(ResidentMemory.bytes() - resident).isLessThan(32L << 20);
    }
}
