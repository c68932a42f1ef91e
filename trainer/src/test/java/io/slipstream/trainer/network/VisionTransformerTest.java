package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.network.VisionTransformer.Pool;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithTorch.class)
class VisionTransformerTest {

    private static final Reference TIMM = new Reference("transformers");
    private static final ScriptModule PLAIN =
            VisionTransformer.of("v", 16, 4, 12, 2, 3).module();
    private static final ScriptModule MEAN = new VisionTransformer(
                    "v", 16, 4, 12, 2, 3, Pool.MEAN, 2, 1e-5, 0, Precision.FLOAT32)
            .encoder()
            .module();

    @Test
    void namesAndShapesAreTimmsInItsOrder() {
        TIMM.assertTensors("vit", PLAIN);
        TIMM.assertTensors("vit-mean", MEAN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"vit,16,16", "vit.larger,24,24", "vit.smaller,8,8", "vit.wide,12,20"})
    void aClassTokenTransformerComputesWhatTimmsDoesForAnyImageSize(
            String key, int height, int width, NDManager manager) {
        TIMM.assertTraining(key, PLAIN, Reference.images(manager, 2, height, width), manager);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"vit-mean,16,16", "vit-mean.smaller,8,8"})
    void meanPoolingLayerScaleAndRegistersComputeWhatTimmsDo(String key, int height, int width, NDManager manager) {
        TIMM.assertTraining(key, MEAN, Reference.images(manager, 2, height, width), manager);
    }

    @Test
    void inferenceThroughDjlGivesTheSame(NDManager manager) {
        TIMM.assertInference("vit", PLAIN, Golden.weights(PLAIN), Reference.images(manager, 2, 16, 16));
        TIMM.assertInference("vit-mean.smaller", MEAN, Golden.weights(MEAN), Reference.images(manager, 2, 8, 8));
    }

    @Test
    void layerScaleStartsAtItsValue() {
        StateDict state = StateDict.initial(MEAN, 1);
        assertThat(state.get("blocks.0.ls1.gamma")).containsOnly(1e-5f);
        assertThat(state.get("blocks.1.ls2.gamma")).containsOnly(1e-5f);
    }

    @Test
    void dropPathRisesLinearlyOverDepth() {
        ScriptModule module = new VisionTransformer(
                        "v", 16, 4, 12, 3, 3, Pool.CLASS_TOKEN, 0, 0, 0.5, Precision.FLOAT32)
                .encoder()
                .module();
        String program =
                new String(ScriptArchive.write(module, StateDict.initial(module, 1)), StandardCharsets.ISO_8859_1);
        assertThat(program)
                .contains("torch.mul(batch, 0.75)", "torch.mul(batch, 0.5)")
                .doesNotContain("torch.mul(batch, 1.0)");
    }
}
