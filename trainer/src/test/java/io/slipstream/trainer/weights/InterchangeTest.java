package io.slipstream.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.network.NetworkConfig.Name;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.ImportedEncoder.Input;
import io.slipstream.trainer.weights.ImportedEncoder.Pool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights move to timm and torchvision and back; {@code src/test/interchange/interchange.py} is the other side. */
@ExtendWith(WithTorch.class)
class InterchangeTest {

    private static final String PYTHON = "SLIPSTREAM_INTERCHANGE_PYTHON";
    private static final float TOLERANCE = 1e-4f;

    private final Path folder;

    InterchangeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void pythonIsThere() {
        assumeTrue(
                System.getenv(PYTHON) != null,
                PYTHON + " names no Python with timm: see src/test/interchange/interchange.py");
    }

    private void python(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(System.getenv(PYTHON), "src/test/interchange/interchange.py", command, folder.toString()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(String.join(" ", arguments) + " " + command + ": " + output);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /**
     * Matrices as they start, vectors moved from 0 and 1, so that a tensor mistaken for another shows.
     *
     * <p>Norms' scales are halved: with scales about 1 the residual sums of ResNet-50 grow to embeddings of 800, whose
     * neighbours in float32 are 6e-5 apart, and an absolute tolerance of 1e-4 would measure rounding.
     */
    private static StateDict weights(ScriptModule module) {
        StateDict formula = Golden.formula(module);
        Map<String, float[]> values =
                new LinkedHashMap<>(StateDict.initial(module, 5).values());
        module.allTensors().forEach((name, spec) -> {
            if (spec.shape().dimension() == 1) {
                values.put(name, name.endsWith("weight") ? halved(formula.get(name)) : formula.get(name));
            }
        });
        return new StateDict(values);
    }

    private static float[] halved(float[] values) {
        float[] halved = values.clone();
        for (int i = 0; i < halved.length; i++) {
            halved[i] /= 2;
        }
        return halved;
    }

    private void writeProgram(byte[] archive, NDArray images) throws IOException {
        Files.write(folder.resolve("slipstream.pt"), archive);
        float[] embeddings = Inference.forward(archive, images);
        Tensor input = new Tensor(images.getShape(), images.toFloatArray());
        Tensor output = new Tensor(new Shape(2, embeddings.length / 2), embeddings);
        Files.write(
                folder.resolve("slipstream-io.safetensors"),
                SafeTensorsWriter.write(Map.of("images", input, "embeddings", output), Map.of()));
    }

    @ParameterizedTest(name = "{1} at {2} pixels moves to {0} and back")
    @CsvSource({
        "timm, VIT_SLIM, 32",
        "timm, VIT_SMALL, 224",
        "timm, RESNET18, 224",
        "timm, RESNET50, 224",
        "torchvision, RESNET18, 224",
        "torchvision, RESNET50, 224"
    })
    void weightsMoveBothWaysWithEqualEmbeddings(String library, Name name, int size, NDManager manager)
            throws Exception {
        Encoder encoder = NetworkConfig.of(name, size).snapshot();
        String network = name.name().toLowerCase(Locale.ROOT).replace('_', '-');

        python("make", library, network);
        StateDict theirs = PretrainedWeights.load(folder.resolve("pytorch.safetensors"), encoder.module());
        try (SafeTensorsFile io = SafeTensorsFile.open(folder.resolve("pytorch-io.safetensors"))) {
            NDArray images = manager.create(io.read("images"), new Shape(2, 3, size, size));
            assertThat(Inference.forward(ScriptArchive.write(encoder.module(), theirs), images))
                    .containsExactly(io.read("embeddings"), within(TOLERANCE));
        }

        StateDict ours = weights(encoder.module());
        Files.write(
                folder.resolve("slipstream.safetensors"),
                EncoderWeights.write(encoder.module(), ours, Map.of("network", encoder.name())));
        NDArray images = manager.create(Golden.wave(2 * 3 * size * size, 0.5), new Shape(2, 3, size, size));
        writeProgram(ScriptArchive.write(encoder.module(), ours), images);
        python("check", library, network);
    }

    @Test
    void aSnapshotOfAnImportedEncoderOpensInPyTorchInEvaluationMode(NDManager manager) throws Exception {
        ImportedEncoder encoder = ImportedEncoder.open(Foreign.file("scripted.pt"), 8, Input.UNIT, Pool.MEAN, manager);
        Program program = Program.load(encoder.archive(), manager);
        NDArray pixels = manager.create(Golden.wave(2 * 3 * 8 * 8, 0.5), new Shape(2, 3, 8, 8))
                .add(1)
                .mul(127);
        writeProgram(ImportedEncoder.snapshotArchive(program), pixels);
        python("open");
    }
}
