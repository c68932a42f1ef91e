package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(WithTorch.class)
class HeadsTest {

    private static final Reference TORCH = new Reference("heads");

    static Stream<Arguments> heads() {
        Precision p = Precision.FLOAT32;
        return Stream.of(
                Arguments.of("mlp", Heads.mlp(6, 10, 4, p)),
                Arguments.of("moco-v2", Heads.mocoV2Projector(6, 10, 4, p)),
                Arguments.of("moco-v3-projector-2", Heads.mocoV3Projector(6, 10, 4, 2, p)),
                Arguments.of("moco-v3-projector-3", Heads.mocoV3Projector(6, 10, 4, 3, p)),
                Arguments.of("moco-v3-predictor", Heads.mocoV3Predictor(6, 10, true, p)),
                Arguments.of("moco-v3-predictor-plain", Heads.mocoV3Predictor(6, 10, false, p)),
                Arguments.of("simsiam-projector", Heads.simSiamProjector(6, 4, p)),
                Arguments.of("simsiam-predictor", Heads.simSiamPredictor(6, 3, p)),
                Arguments.of("simclr", Heads.simClrProjector(6, 10, 4, false, p)),
                Arguments.of("simclr-norm", Heads.simClrProjector(6, 10, 4, true, p)),
                Arguments.of("dino", Heads.dino(6, 10, 4, 7, false, p)),
                Arguments.of("dino-norm", Heads.dino(6, 10, 4, 7, true, p)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aHeadTrainsAndInfersAsPyTorchs(String name, ScriptModule head, NDManager manager) {
        NDArray x = manager.create(Golden.wave(5 * 6, 0.75), new Shape(5, 6));
        TORCH.assertTensors(name, head);
        Program trained = TORCH.assertTraining(name + ".train", head, x, manager);
        // The training step moved the running statistics.
        TORCH.assertInference(name + ".eval", head, trained.state(), x);
    }

    @Test
    void everyLogitOfDinoIsACosine(NDManager manager) {
        ScriptModule head = Heads.dino(6, 10, 4, 50, false, Precision.FLOAT32);
        Program program = Program.load(head, Golden.weights(head), manager);
        NDArray x = manager.create(Golden.wave(5 * 6, 0.75), new Shape(5, 6)).mul(1000);
        for (float logit :
                program.call("forward", manager, x).singletonOrThrow().toFloatArray()) {
            assertThat(logit).isBetween(-1.00001f, 1.00001f);
        }
    }

    @Test
    void dinosMlpStartsNormalAndItsPrototypesUniform() {
        StateDict state = StateDict.initial(Heads.dino(64, 256, 64, 1024, false, Precision.FLOAT32), 3);
        double square = 0;
        for (float weight : state.get("mlp.2.weight")) {
            square += weight * weight;
        }
        assertThat(Math.sqrt(square / (256 * 256))).isCloseTo(0.02, within(0.0002));
        assertThat(state.get("mlp.2.bias")).containsOnly(0f);
        for (float weight : state.get("last_layer.weight_v")) {
            assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.125f);
        }
    }
}
