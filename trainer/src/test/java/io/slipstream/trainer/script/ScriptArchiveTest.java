package io.slipstream.trainer.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class ScriptArchiveTest {

    /** {@code (x * weight) * weight' + bias + offset}: digits for names, and two structures that share a class name. */
    private static final ScriptModule MODULE = ScriptModule.named("Root")
            .buffer("offset", Initializer.given(100, 200), 2)
            .child(
                    "0",
                    ScriptModule.named("Leaf")
                            .parameter("weight", Initializer.given(2, 3), 2)
                            .method("""
                                    def forward(self, x: Tensor) -> Tensor:
                                      return torch.mul(x, self.weight)
                                    """)
                            .build())
            .child(
                    "1",
                    ScriptModule.named("Leaf")
                            .parameter("weight", Initializer.given(5, 7), 2)
                            .parameter("bias", Initializer.given(0.5f, 0.25f), 2)
                            .method("""
                                    def forward(self, x: Tensor) -> Tensor:
                                      return torch.add(torch.mul(x, self.weight), self.bias)
                                    """)
                            .build())
            .method("""
                    def forward(self, x: Tensor) -> Tensor:
                      return torch.add(getattr(self, "1").forward(getattr(self, "0").forward(x)), self.offset)
                    """)
            .build();

    private static final ScriptModule BATCH_NORM = ScriptModule.named("Norm")
            .buffer("running_mean", Initializer.ZEROS, 1)
            .buffer("running_var", Initializer.ONES, 1)
            .method("""
                    def forward(self, x: Tensor) -> Tensor:
                      return torch.batch_norm(x, None, None, self.running_mean, self.running_var, self.training, \
                    0.1, 1e-05, False)
                    """)
            .build();

    private static StateDict initial() {
        return StateDict.initial(MODULE, 1);
    }

    @Test
    void aModuleWithDigitsForNamesAndTwoStructuresOfOneNameComputesWhatItSays(NDManager manager) {
        NDArray x = manager.create(new float[] {1, -1, 10, 0}, new Shape(2, 2));
        float[] expected = {110.5f, 179.25f, 200.5f, 200.25f};

        Program program = Program.load(MODULE, initial(), manager);
        assertThat(program.call("forward", manager, x).singletonOrThrow().toFloatArray())
                .containsExactly(expected);
        assertThat(Inference.forward(ScriptArchive.write(MODULE, initial()), x)).containsExactly(expected);
    }

    @Test
    void libtorchSeesParametersInDeclaredOrderAndWithTheirShapes(NDManager manager) {
        Program program = Program.load(MODULE, initial(), manager);
        assertThat(MODULE.allTensors()).containsOnlyKeys("offset", "0.weight", "1.weight", "1.bias");
        assertThat(program.parameters()).extracting(NDArray::getName).containsExactly("0.weight", "1.weight", "1.bias");
        assertThat(program.parameters()).extracting(NDArray::getShape).containsOnly(new Shape(2));
        assertThat(program.parameters()).allMatch(NDArray::hasGradient);
        assertThat(program.buffers()).hasSize(1).noneMatch(NDArray::hasGradient);
    }

    @Test
    void aMatrixKeepsItsRowsAndColumns(NDManager manager) {
        ScriptModule linear = ScriptModule.named("Linear")
                .parameter("weight", Initializer.given(1, 2, 3, 4, 5, 6), 2, 3)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.matmul(self.weight, x)
                        """)
                .build();
        Program program = Program.load(linear, StateDict.initial(linear, 1), manager);
        NDArray product = program.call("forward", manager, manager.create(new float[] {1, 0, 10}))
                .singletonOrThrow();
        assertThat(product.toFloatArray()).containsExactly(31, 64);
    }

    @Test
    void whatIsReadBackIsWhatWasWritten(NDManager manager) {
        Map<String, float[]> read =
                Program.load(MODULE, initial(), manager).state().values();
        assertThat(read.keySet()).containsExactlyElementsOf(initial().values().keySet());
        initial().values().forEach((name, values) -> assertThat(read.get(name)).containsExactly(values));
    }

    @Test
    void equalStateGivesEqualBytesAndOtherStateDoesNot() {
        StateDict other = initial().with(new StateDict(Map.of("offset", new float[] {100, 201})));
        assertThat(ScriptArchive.write(MODULE, initial())).isEqualTo(ScriptArchive.write(MODULE, initial()));
        assertThat(ScriptArchive.write(MODULE, other)).isNotEqualTo(ScriptArchive.write(MODULE, initial()));
    }

    @Test
    void aMissingTensorIsRefusedByName() {
        Map<String, float[]> values = new HashMap<>(initial().values());
        values.remove("1.bias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptArchive.write(MODULE, new StateDict(values)))
                .withMessageContainingAll("'1.bias'", "found none");
    }

    @Test
    void aTensorOfAnotherSizeIsRefusedByName() {
        StateDict state = initial().with(new StateDict(Map.of("1.bias", new float[3])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptArchive.write(MODULE, state))
                .withMessageContainingAll("expected 2", "'1.bias'", "found 3");
    }

    @Test
    void aTrainingForwardMovesTheBuffersThatTheProgramHandsOut(NDManager manager) {
        Program norm = Program.load(BATCH_NORM, StateDict.initial(BATCH_NORM, 1), manager);
        norm.call("forward", manager, manager.create(new float[] {10, 20, 30}, new Shape(3, 1)));
        // Momentum 0.1: mean 20 and unbiased variance 100 move 0 and 1 by a tenth of the way.
        assertThat(norm.buffers().get(0).getFloat()).isEqualTo(2f);
        assertThat(norm.state().get("running_mean")).containsExactly(2f);
        assertThat(norm.state().get("running_var")[0]).isCloseTo(10.9f, org.assertj.core.data.Offset.offset(1e-5f));
    }

    @Test
    void aNameWithADotOrGivenTwiceIsRefused() {
        ScriptModule.Builder builder = ScriptModule.named("M").parameter("weight", Initializer.ZEROS, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.buffer("weight", Initializer.ZEROS, 1))
                .withMessageContaining("'weight'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.child("a.b", MODULE))
                .withMessageContaining("'a.b'");
    }
}
