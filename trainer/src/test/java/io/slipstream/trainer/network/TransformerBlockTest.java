package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stochastic depth; what a block computes without it is pinned by {@link VisionTransformerTest}. */
@ExtendWith(WithTorch.class)
class TransformerBlockTest {

    private static final int BATCH = 10;
    private static final int ROW = 5 * 12;
    private static final ScriptModule DROPPING = block(0.3);
    private static final ScriptModule WHOLE = block(0);

    /** The MLP branch gives 0, so that what is left of a block is x + attention. */
    private static final StateDict ATTENTION_ONLY = Golden.weights(WHOLE)
            .with(new StateDict(Map.of("mlp.fc2.weight", new float[12 * 48], "mlp.fc2.bias", new float[12])));

    private static ScriptModule block(double dropPath) {
        return new TransformerBlock(12, 3, 0, dropPath, Precision.FLOAT32).module();
    }

    private static NDArray tokens(NDManager manager) {
        return manager.create(Golden.chirp(BATCH * ROW, 0.5), new Shape(BATCH, 5, 12));
    }

    /** What the block adds to its input. */
    private static float[] branch(Program block, NDArray tokens, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            return block.call("forward", scope, tokens)
                    .singletonOrThrow()
                    .sub(tokens)
                    .toFloatArray();
        }
    }

    private static boolean isKept(float[] branch, int image) {
        for (int i = image * ROW; i < (image + 1) * ROW; i++) {
            if (branch[i] != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aBranchIsAddedToARandomSubsetTimesBatchOverSubset(NDManager manager) {
        NDArray tokens = tokens(manager);
        float[] whole = branch(Program.load(WHOLE, ATTENTION_ONLY, manager), tokens, manager);
        float[] some = branch(Program.load(DROPPING, ATTENTION_ONLY, manager), tokens, manager);
        int kept = 0;
        for (int image = 0; image < BATCH; image++) {
            if (isKept(some, image)) {
                kept++;
                for (int i = image * ROW; i < (image + 1) * ROW; i++) {
                    assertThat(some[i]).isCloseTo(whole[i] * BATCH / 7, within(1e-5f));
                }
            }
        }
        assertThat(kept).isEqualTo(7);
    }

    @Test
    void everyImageIsKeptAsOftenAsTheOthers(NDManager manager) {
        Engine.getEngine("PyTorch").setRandomSeed(7);
        NDArray tokens = tokens(manager);
        Program block = Program.load(DROPPING, ATTENTION_ONLY, manager);
        int rounds = 400;
        int[] kept = new int[BATCH];
        for (int round = 0; round < rounds; round++) {
            float[] branch = branch(block, tokens, manager);
            for (int image = 0; image < BATCH; image++) {
                kept[image] += isKept(branch, image) ? 1 : 0;
            }
        }
        // With its factor 1/0.7 the branch has the whole's expectation; five standard deviations of a share.
        double deviation = Math.sqrt(0.7 * 0.3 / rounds);
        for (int count : kept) {
            assertThat((double) count / rounds).isCloseTo(0.7, within(5 * deviation));
        }
    }

    @Test
    void aBatchOfOneKeepsItsImage(NDManager manager) {
        NDArray tokens = manager.create(Golden.chirp(ROW, 0.5), new Shape(1, 5, 12));
        float[] whole = branch(Program.load(WHOLE, ATTENTION_ONLY, manager), tokens, manager);
        assertThat(branch(Program.load(DROPPING, ATTENTION_ONLY, manager), tokens, manager))
                .containsExactly(whole, within(1e-6f));
    }

    @Test
    void inferenceLeavesNothingOut(NDManager manager) {
        NDArray tokens = tokens(manager);
        StateDict state = Golden.weights(WHOLE);
        assertThat(Inference.forward(ScriptArchive.write(DROPPING, state), tokens))
                .containsExactly(Inference.forward(ScriptArchive.write(WHOLE, state), tokens));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void gradientsReachEveryParameterThroughTheSubsets(Precision precision, NDManager manager) {
        ScriptModule module = new TransformerBlock(12, 3, 1e-5, 0.3, precision).module();
        Program block = Program.load(module, Golden.weights(module), manager);
        NDArray tokens = tokens(manager);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(block.call("forward", manager, tokens)
                    .singletonOrThrow()
                    .square()
                    .sum());
        }
        for (NDArray parameter : block.parameters()) {
            assertThat(parameter.getGradient().square().sum().getFloat())
                    .isFinite()
                    .isPositive();
        }
    }

    @Test
    void rateZeroEmitsNoCode() {
        assertThat(program(WHOLE)).doesNotContain("randperm", "self.training");
        assertThat(program(DROPPING)).contains("randperm", "self.training");
    }

    private static String program(ScriptModule module) {
        return new String(ScriptArchive.write(module, ATTENTION_ONLY), StandardCharsets.ISO_8859_1);
    }
}
