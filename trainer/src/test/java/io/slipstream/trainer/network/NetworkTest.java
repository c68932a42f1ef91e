package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.NetworkConfig.Name;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.script.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithTorch.class)
class NetworkTest {

    private static final Offset<Float> TOLERANCE = within(1e-5f);

    private static final Golden GOLDEN = new Golden("networks");
    private static final ScriptModule RESNET =
            ResNet.basic("r", 12, 1, 2, List.of(4, 8, 16)).module();
    private static final ScriptModule VIT =
            VisionTransformer.of("v", 8, 2, 12, 2, 3).module();
    private static final ScriptModule HEAD = Heads.mlp(6, 10, 4, Precision.FLOAT32);

    private static void assertNamesAndShapesAreThoseOf(String network, ScriptModule module) {
        Map<String, List<Long>> found = new LinkedHashMap<>();
        module.allTensors()
                .forEach((name, spec) -> found.put(
                        name,
                        java.util.Arrays.stream(spec.shape().getShape()).boxed().toList()));
        assertThat(found).containsExactlyEntriesOf(GOLDEN.tensors(network));
    }

    @Test
    void theSlimNetworksKeepTheirSizeForTheyAreWhatPublishedFiguresAreMeasuredOn() {
        assertThat(parameters(Name.RESNET_SLIM)).isEqualTo(307_360);
        assertThat(parameters(Name.VIT_SLIM)).isEqualTo(808064);
    }

    private static long parameters(Name name) {
        return NetworkConfig.of(name, 32).student().module().allTensors().values().stream()
                .filter(TensorSpec::trainable)
                .mapToLong(tensor -> tensor.shape().size())
                .sum();
    }

    @Test
    void aResNetHasTorchvisionsNamesAndShapes() {
        assertNamesAndShapesAreThoseOf("resnet", RESNET);
        assertThat(RESNET.allTensors())
                .containsKeys(
                        "conv1.weight",
                        "bn1.running_mean",
                        "layer1.0.conv1.weight",
                        "layer2.0.downsample.0.weight",
                        "layer2.0.downsample.1.bias",
                        "layer3.1.bn2.running_var");
    }

    @Test
    void aVisionTransformerHasTimmsNamesAndShapes() {
        assertNamesAndShapesAreThoseOf("vit", VIT);
        assertThat(VIT.allTensors())
                .containsKeys(
                        "cls_token",
                        "pos_embed",
                        "patch_embed.proj.weight",
                        "blocks.0.norm1.weight",
                        "blocks.0.attn.qkv.weight",
                        "blocks.1.attn.proj.bias",
                        "blocks.1.mlp.fc1.weight",
                        "norm.bias");
    }

    @Test
    void aHeadHasTheNamesOfASequential() {
        assertNamesAndShapesAreThoseOf("head", HEAD);
    }

    @Test
    void aResNetComputesWhatTorchvisionsBlocksCompute(NDManager manager) {
        NDArray images = manager.create(Golden.wave(2 * 3 * 12 * 12, 0.5), new Shape(2, 3, 12, 12));
        byte[] archive = ScriptArchive.write(RESNET, Golden.formula(RESNET));
        assertThat(Inference.forward(archive, images)).containsExactly(GOLDEN.get("resnet.eval"), TOLERANCE);
    }

    @Test
    void aResNetInTrainingNormalizesWithTheBatchAndMovesItsStatistics(NDManager manager) {
        NDArray images = manager.create(Golden.wave(2 * 3 * 12 * 12, 0.5), new Shape(2, 3, 12, 12));
        Program program = Program.load(RESNET, Golden.formula(RESNET), manager);
        assertThat(program.call("forward", manager, images).singletonOrThrow().toFloatArray())
                .containsExactly(GOLDEN.get("resnet.train"), TOLERANCE);
        StateDict state = program.state();
        assertThat(state.get("layer2.0.downsample.1.running_mean"))
                .containsExactly(GOLDEN.get("resnet.running_mean"), TOLERANCE);
        assertThat(state.get("layer2.0.downsample.1.running_var"))
                .containsExactly(GOLDEN.get("resnet.running_var"), TOLERANCE);
    }

    @Test
    void aVisionTransformerComputesWhatAPlainOneComputes(NDManager manager) {
        NDArray images = manager.create(Golden.wave(2 * 3 * 8 * 8, 0.25), new Shape(2, 3, 8, 8));
        byte[] archive = ScriptArchive.write(VIT, Golden.formula(VIT));
        assertThat(Inference.forward(archive, images)).containsExactly(GOLDEN.get("vit.eval"), TOLERANCE);
    }

    @Test
    void aHeadComputesWhatASequentialComputes(NDManager manager) {
        NDArray x = manager.create(Golden.wave(5 * 6, 0.75), new Shape(5, 6));
        Program head = Program.load(HEAD, Golden.formula(HEAD), manager);
        assertThat(head.call("forward", manager, x).singletonOrThrow().toFloatArray())
                .containsExactly(GOLDEN.get("head.train"), TOLERANCE);
    }

    @ParameterizedTest(name = "{0} at {1} pixels gives {2} numbers")
    @CsvSource({"RESNET_SLIM,8,128", "RESNET_SLIM,33,128", "VIT_SLIM,16,128", "VIT_SLIM,40,128"})
    void aBuiltInNetworkEmbedsImagesOfItsSize(Name name, int size, int dim, NDManager manager) {
        Encoder encoder = NetworkConfig.of(name, size).student();
        Program program = Program.load(encoder.module(), StateDict.initial(encoder.module(), 1), manager);
        NDArray embeddings = program.call("forward", manager, manager.ones(new Shape(3, 3, size, size)))
                .singletonOrThrow();
        assertThat(embeddings.getShape()).isEqualTo(new Shape(3, dim));
        assertThat(encoder.dim()).isEqualTo(dim);
        assertThat(encoder.imageSize()).isEqualTo(size);
    }

    @Test
    void anImageSizeThatTheTransformerCannotCutIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkConfig.of(Name.VIT_SLIM, 33))
                .withMessageContainingAll("image-size", "8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisionTransformer.of("v", 10, 4, 12, 1, 3))
                .withMessageContaining("10 / 4");
    }

    @Test
    void convolutionsStartWithHesNormalOverTheFanOut() {
        Encoder encoder = NetworkConfig.of(Name.RESNET_SLIM, 32).student();
        float[] weight = StateDict.initial(encoder.module(), 3).get("layer3.0.conv2.weight");
        double expected = Math.sqrt(2.0 / (3 * 3 * 128));
        // 147,456 draws: the deviation is known to 0.2 %, the mean to 1/384 of it.
        assertThat(deviation(weight)).isCloseTo(expected, within(expected * 0.01));
        assertThat(mean(weight)).isCloseTo(0, within(expected * 4 / 384));
    }

    @Test
    void aDownsamplingConvolutionCountsItsOwnFanOut() {
        Encoder encoder = NetworkConfig.of(Name.RESNET_SLIM, 32).student();
        float[] weight = StateDict.initial(encoder.module(), 3).get("layer3.0.downsample.0.weight");
        double expected = Math.sqrt(2.0 / 128);
        assertThat(deviation(weight)).isCloseTo(expected, within(expected * 0.04));
    }

    @Test
    void transformersStartAsTimms() {
        Encoder encoder = NetworkConfig.of(Name.VIT_SLIM, 32).student();
        StateDict state = StateDict.initial(encoder.module(), 3);
        // 65,536 draws: the deviation is known to 0.3 %.
        assertThat(deviation(state.get("blocks.0.mlp.fc1.weight"))).isCloseTo(0.02, within(0.0002));
        assertThat(deviation(state.get("pos_embed"))).isCloseTo(0.02, within(0.001));
        assertThat(deviation(state.get("cls_token"))).isCloseTo(1e-6, within(3e-7));
        assertThat(state.get("blocks.0.mlp.fc1.bias")).containsOnly(0f);
        // The patch embedding stays at PyTorch's default: uniform within 1 / sqrt(3 * 4 * 4).
        double bound = 1 / Math.sqrt(48);
        assertThat(deviation(state.get("patch_embed.proj.weight"))).isCloseTo(bound / Math.sqrt(3), within(0.003));
        assertThat(state.get("patch_embed.proj.bias")).isNotEqualTo(new float[128]);
        for (float w : state.get("patch_embed.proj.weight")) {
            assertThat(Math.abs(w)).isLessThanOrEqualTo((float) bound);
        }
    }

    @Test
    void headsStartUniformWithinTheRootOfTheirInput() {
        float[] weight =
                StateDict.initial(Heads.mlp(64, 256, 8, Precision.FLOAT32), 3).get("0.weight");
        assertThat(deviation(weight)).isCloseTo(0.125 / Math.sqrt(3), within(0.001));
        for (float w : weight) {
            assertThat(Math.abs(w)).isLessThanOrEqualTo(0.125f);
        }
    }

    @Test
    void theSeedFixesTheFirstWeights() {
        assertThat(StateDict.initial(RESNET, 3).get("conv1.weight"))
                .containsExactly(StateDict.initial(RESNET, 3).get("conv1.weight"))
                .isNotEqualTo(StateDict.initial(RESNET, 4).get("conv1.weight"));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
