package io.slipstream.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.network.ResNet;
import io.slipstream.trainer.network.VisionTransformer;
import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedWeightsTest {

    private static final ScriptModule VIT =
            VisionTransformer.of("v", 8, 2, 12, 2, 3).module();

    private final Path folder;

    PretrainedWeightsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("weights.safetensors"), content);
    }

    /** The tensors of a network, to be changed by a test. */
    private static Map<String, Tensor> tensors(ScriptModule module) {
        StateDict state = Golden.formula(module);
        Map<String, Tensor> tensors = new HashMap<>();
        module.allTensors().forEach((name, spec) -> tensors.put(name, new Tensor(spec.shape(), state.get(name))));
        return tensors;
    }

    private static Tensor zeros(long... shape) {
        return new Tensor(new Shape(shape), new float[(int) new Shape(shape).size()]);
    }

    private static void assertEqual(StateDict found, StateDict expected) {
        assertThat(found.values().keySet())
                .containsExactlyElementsOf(expected.values().keySet());
        expected.values()
                .forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
    }

    @Test
    void whatEncoderWeightsWriteLoadsAgain() throws Exception {
        ScriptModule resnet = ResNet.basic("r", 12, 1, 2, List.of(4, 8)).module();
        for (ScriptModule module : List.of(resnet, VIT)) {
            StateDict state = Golden.formula(module);
            byte[] bytes = EncoderWeights.write(module, state, Map.of("network", "n", "snapshot", "s-1"));
            assertEqual(PretrainedWeights.load(file(bytes), module), state);
            try (SafeTensorsFile file = SafeTensorsFile.open(folder.resolve("weights.safetensors"))) {
                assertThat(file.metadata())
                        .containsExactlyInAnyOrderEntriesOf(Map.of("format", "pt", "network", "n", "snapshot", "s-1"));
            }
            assertThat(EncoderWeights.write(module, state, Map.of("snapshot", "s-1", "network", "n")))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aFileByPyTorchLoadsWithoutItsBatchCounts() throws Exception {
        ScriptModule net = ScriptModule.named("Net")
                .child(
                        "conv",
                        ScriptModule.named("Conv")
                                .parameter("weight", Initializer.ZEROS, 6, 3, 3, 3)
                                .parameter("bias", Initializer.ZEROS, 6)
                                .build())
                .child(
                        "norm",
                        ScriptModule.named("Norm")
                                .parameter("weight", Initializer.ZEROS, 6)
                                .parameter("bias", Initializer.ZEROS, 6)
                                .buffer("running_mean", Initializer.ZEROS, 6)
                                .buffer("running_var", Initializer.ZEROS, 6)
                                .build())
                .build();
        assertEqual(PretrainedWeights.load(Foreign.file("net.safetensors"), net), Golden.formula(net));
    }

    @Test
    void classifiersAreIgnored() throws Exception {
        Map<String, Tensor> tensors = tensors(VIT);
        tensors.put("head.weight", zeros(10, 12));
        tensors.put("head.bias", zeros(10));
        tensors.put("head_dist.weight", zeros(10, 12));
        tensors.put("fc.bias", zeros(10));
        tensors.put("classifier.bias", zeros(10));
        Path file = file(SafeTensorsWriter.write(tensors, Map.of()));
        assertEqual(PretrainedWeights.load(file, VIT), Golden.formula(VIT));
    }

    @Test
    void everyKeyThatDoesNotFitIsListed() throws Exception {
        Map<String, Tensor> tensors = tensors(VIT);
        tensors.remove("cls_token");
        tensors.remove("blocks.1.norm1.bias");
        tensors.put("pos_embed", zeros(1, 197, 12));
        tensors.put("blocks.2.norm1.bias", zeros(12));
        tensors.put("header.bias", zeros(3));
        Path file = file(SafeTensorsWriter.write(tensors, Map.of()));
        assertThatThrownBy(() -> PretrainedWeights.load(file, VIT))
                .isInstanceOf(EncoderException.class)
                .hasMessage(file
                        + ": the weights do not fit the network, 5 of its keys differ"
                        + "\n  missing: cls_token, expected (1, 1, 12)"
                        + "\n  mis-shaped: pos_embed, expected (1, 17, 12), found (1, 197, 12)"
                        + "\n  missing: blocks.1.norm1.bias, expected (12)"
                        + "\n  unexpected: blocks.2.norm1.bias, found (12)"
                        + "\n  unexpected: header.bias, found (3)");
    }

    @Test
    void aFileThatIsNoneIsRefusedByName() throws Exception {
        Path file = file(new byte[100]);
        assertThatThrownBy(() -> PretrainedWeights.load(file, VIT))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining(file.toString());
    }
}
