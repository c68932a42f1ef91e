package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.network.NetworkConfig.Name;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithTorch.class)
class NetworkConfigTest {

    private static final Reference NAMES = new Reference("names");

    private static NetworkConfig config(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "network.yaml", NetworkConfig.class);
    }

    private static Map<String, Shape> shapes(ScriptModule module) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        module.allTensors().forEach((name, spec) -> shapes.put(name, spec.shape()));
        return shapes;
    }

    @Test
    void theDefaultsAreTheSlimResNet() throws Exception {
        assertThat(config("{}")).isEqualTo(NetworkConfig.of(Name.RESNET_SLIM, 32));
    }

    @ParameterizedTest(name = "{0} has the tensors of {1}")
    @CsvSource({
        "resnet18,  resnet18,               512",
        "resnet34,  resnet34,               512",
        "resnet50,  resnet50,               2048",
        "vit-tiny,  vit_tiny_patch16_224,   192",
        "vit-small, vit_small_patch16_224,  384",
        "vit-base,  vit_base_patch16_224,   768",
    })
    void aFullSizeNetworkHasTheReferencesTensors(String name, String reference, int dim) throws Exception {
        Encoder encoder = config("{name: " + name + ", image-size: 224}").snapshot();
        NAMES.assertTensors(reference, encoder.module());
        assertThat(encoder.name()).isEqualTo(name);
        assertThat(encoder.dim()).isEqualTo(dim);
        assertThat(encoder.imageSize()).isEqualTo(224);
    }

    @ParameterizedTest(name = "{0} at {1} pixels")
    @CsvSource({"resnet18,64,512", "resnet50,32,2048", "vit-small,128,384", "vit-tiny,32,192"})
    void djlOpensTheArchiveOfAFullSizeNetwork(String name, int size, int dim, NDManager manager) throws Exception {
        Encoder encoder =
                config("{name: " + name + ", image-size: " + size + "}").snapshot();
        Map<String, float[]> zeros = new LinkedHashMap<>();
        shapes(encoder.module()).forEach((tensor, shape) -> zeros.put(tensor, new float[(int) shape.size()]));
        byte[] archive = ScriptArchive.write(encoder.module(), new StateDict(zeros));
        assertThat(Inference.forward(archive, manager.ones(new Shape(1, 3, size, size))))
                .hasSize(dim);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: vit-tiny, drop-path: 0.2, precision: bfloat16, pool: mean, layer-scale: 1e-5, registers: 4}",
                "{name: vit-slim, drop-path: 0.2, precision: bfloat16}",
                "{name: resnet18, precision: bfloat16, norm: group, zero-init-residual: true}",
                "{name: resnet-slim, precision: bfloat16}",
            })
    void studentTeacherAndSnapshotHaveTheSameTensors(String yaml) throws Exception {
        NetworkConfig config = config(yaml);
        Map<String, Shape> student = shapes(config.student().module());
        assertThat(shapes(config.teacher().module())).containsExactlyEntriesOf(student);
        assertThat(shapes(config.snapshot().module())).containsExactlyEntriesOf(student);
    }

    @Test
    void dropPathIsTheStudentsAloneAndBfloat16EndsWithTraining() throws Exception {
        NetworkConfig config = config("{name: vit-slim, drop-path: 0.2, precision: bfloat16}");
        StateDict state = StateDict.initial(config.student().module(), 1);
        assertThat(program(config.student(), state)).contains("randperm", ", 15)");
        assertThat(program(config.teacher(), state)).doesNotContain("randperm").contains(", 15)");
        assertThat(program(config.snapshot(), state)).doesNotContain("randperm", ", 15)");
    }

    private static String program(Encoder encoder, StateDict state) {
        return new String(ScriptArchive.write(encoder.module(), state), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: resnet18, image-size: 64}                  | conv1.weight            | (64, 3, 3, 3)",
                "{name: resnet18, image-size: 65}                  | conv1.weight            | (64, 3, 7, 7)",
                "{name: resnet18, image-size: 32, stem: imagenet}  | conv1.weight            | (64, 3, 7, 7)",
                "{name: resnet18, image-size: 96, stem: cifar}     | conv1.weight            | (64, 3, 3, 3)",
                "{name: vit-small, image-size: 32}                 | patch_embed.proj.weight | (384, 3, 4, 4)",
                "{name: vit-small, image-size: 128}                | patch_embed.proj.weight | (384, 3, 16, 16)",
                "{name: vit-slim, image-size: 128}                 | patch_embed.proj.weight | (128, 3, 16, 16)",
                "{name: vit-slim, image-size: 240}                 | patch_embed.proj.weight | (128, 3, 30, 30)",
                "{name: vit-tiny, image-size: 96, patch: 6}        | patch_embed.proj.weight | (192, 3, 6, 6)",
                "{name: vit-tiny, image-size: 96, registers: 4}    | reg_token               | (1, 4, 192)",
                "{name: vit-tiny, image-size: 96, registers: 4}    | pos_embed               | (1, 69, 192)",
                "{name: vit-tiny, image-size: 96, pool: mean}      | fc_norm.bias            | (192)",
                "{name: vit-tiny, image-size: 96, layer-scale: 1}  | blocks.11.ls2.gamma     | (192)",
            })
    void keysDecideTheShapes(String yaml, String tensor, String shape) throws Exception {
        assertThat(shapes(config(yaml).student().module()).get(tensor)).hasToString(shape);
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: vit-slim, image-size: 33}              | image-size         | multiple of 8",
                "{name: vit-tiny, image-size: 136}             | image-size         | multiple of 16",
                "{name: vit-tiny, image-size: 32, patch: 5}    | patch              | divide image-size 32",
                "{name: vit-tiny, image-size: 32, patch: 64}   | patch              | divide image-size 32",
                "{name: vit-tiny, stem: cifar}                 | stem               | vit-tiny",
                "{name: vit-tiny, norm: group}                 | norm               | vit-tiny",
                "{name: vit-tiny, zero-init-residual: true}    | zero-init-residual | vit-tiny",
                "{name: resnet-slim, stem: cifar}              | stem               | auto",
                "{name: resnet18, patch: 4}                    | patch              | resnet18",
                "{name: resnet18, pool: mean}                  | pool               | resnet18",
                "{name: resnet18, registers: 1}                | registers          | resnet18",
                "{name: resnet18, layer-scale: 0.1}            | layer-scale        | resnet18",
                "{name: resnet18, drop-path: 0.1}              | drop-path          | resnet18",
                "{name: vit-tiny, drop-path: 0.95}             | drop-path          | 0.9",
                "{name: resnet}                                | name               | resnet18",
            })
    void whatDoesNotFitTogetherIsRefusedByItsKey(String yaml, String key, String message) {
        assertThatThrownBy(() -> config(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(key, message);
    }
}
