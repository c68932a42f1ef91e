package io.slipstream.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.ResNet;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.ImportedEncoder.Input;
import io.slipstream.trainer.weights.ImportedEncoder.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithTorch.class)
class ImportedEncoderTest {

    private static final int SIZE = 8;
    private static final Golden GOLDEN = new Golden("foreign");
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private static ImportedEncoder open(String name, NDManager manager) throws Exception {
        return ImportedEncoder.open(Foreign.file(name + ".pt"), SIZE, Input.NORMALIZED, Pool.CLASS_TOKEN, manager);
    }

    private static NDArray images(NDManager manager) {
        return manager.create(Golden.wave(2 * 3 * SIZE * SIZE, 0.5), new Shape(2, 3, SIZE, SIZE));
    }

    /** Whole levels of 0..255. */
    private static NDArray pixels(NDManager manager) {
        float[] levels = Golden.wave(2 * 3 * SIZE * SIZE, 0.3);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(127.5 + 127.4 * levels[i]);
        }
        return manager.create(levels, new Shape(2, 3, SIZE, SIZE));
    }

    private static NDArray normalized(NDArray pixels) {
        NDManager manager = pixels.getManager();
        Shape channels = new Shape(1, 3, 1, 1);
        return pixels.div(255).sub(manager.create(MEAN, channels)).div(manager.create(DEVIATION, channels));
    }

    private static float[] forward(Program program, NDManager scope, NDArray images) {
        return program.call("forward", scope, images).singletonOrThrow().toFloatArray();
    }

    /** Two steps of plain gradient descent, which also move the running statistics. */
    private static void train(Program program, NDManager manager) {
        for (int step = 0; step < 2; step++) {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray embeddings =
                        program.call("forward", manager, images(manager)).singletonOrThrow();
                collector.backward(embeddings.mul(embeddings).sum());
            }
            for (NDArray parameter : program.parameters()) {
                parameter.subi(parameter.getGradient().mul(0.05f));
            }
        }
    }

    @Test
    void aScriptedNetworkGivesWhatItGivesInPyTorch(NDManager manager) throws Exception {
        ImportedEncoder encoder = open("scripted", manager);
        assertThat(encoder.dim()).isEqualTo(6);
        assertThat(encoder.imageSize()).isEqualTo(SIZE);
        assertThat(encoder.name()).isEqualTo("scripted");
        assertThat(Inference.forward(encoder.archive(), images(manager)))
                .containsExactly(GOLDEN.get("scripted.eval"), within(1e-6f));
    }

    @ParameterizedTest(name = "{0} tokens are pooled to {1}")
    @CsvSource({"CLASS_TOKEN,tokens.first", "MEAN,tokens.mean"})
    void tokensArePooledAsAsked(Pool pool, String expected, NDManager manager) throws Exception {
        ImportedEncoder encoder =
                ImportedEncoder.open(Foreign.file("traced.pt"), SIZE, Input.NORMALIZED, pool, manager);
        assertThat(encoder.dim()).isEqualTo(6);
        assertThat(Inference.forward(encoder.archive(), images(manager)))
                .containsExactly(GOLDEN.get(expected), within(1e-6f));
    }

    @ParameterizedTest(name = "an encoder of {0} images sees them as {0}")
    @CsvSource({"NORMALIZED", "UNIT", "PIXELS"})
    void theModuleGetsItsImagesInItsOwnConvention(Input input, NDManager manager) throws Exception {
        NDArray pixels = pixels(manager);
        NDArray wanted =
                switch (input) {
                    case NORMALIZED -> normalized(pixels);
                    case UNIT -> pixels.div(255);
                    case PIXELS -> pixels;
                };
        ImportedEncoder encoder = ImportedEncoder.open(Foreign.file("scripted.pt"), SIZE, input, Pool.MEAN, manager);
        float[] expected = Inference.forward(Foreign.bytes("scripted.pt"), wanted);
        assertThat(Inference.forward(encoder.archive(), normalized(pixels))).containsExactly(expected, within(1e-4f));
    }

    @ParameterizedTest(name = "{0} is accepted")
    @CsvSource({"tokens", "optioned", "traced-constant"})
    void aNetworkThatFitsIsAccepted(String name, NDManager manager) throws Exception {
        assertThat(open(name, manager).dim()).isEqualTo(6);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "state-dict.pt        | state dict                        | torch.jit.script(model).save",
                "state-dict-legacy.pt | pickled Python object             | torch.jit.script(model).save",
                "net.safetensors      | a safetensors file                | built-in network",
                "types.safetensors    | expected a TorchScript archive    | a safetensors file",
                "pair.pt              | expected forward to return one tensor, found Tuple[Tensor, Tensor] | wrap the network",
                "masked.pt            | found [x: Tensor, mask: Tensor, scale: float (optional)] | takes images alone",
                "noforward.pt         | expected a method forward         | found none",
                "frozen.pt            | expected trainable parameters     | torch.jit.freeze",
                "unlearnable.pt       | expected trainable parameters     | requires_grad_(False)",
                "double.pt            | expected float32 parameters, found float64 for backbone.conv.weight | model.float()",
                "bfloat16.pt          | expected float32 tensors, found bfloat16 | model.float()",
                "half.pt              | expected float32 embeddings       | .float()",
                "maps.pt              | expected embeddings [batch, dim]  | found (2, 6, 8, 8), for images (2, 3, 8, 8) in training; pool",
                "fixedbatch.pt        | it takes one alone                | traced with one example",
                "joined.pt            | expected as many embeddings as images, found (1, 12) | traced with one example",
                "fixedsize.pt         | it does not take images of 8 pixels, but of [32] | choose such an image size",
                "notanumber.pt        | expected finite embeddings        | found NaN",
                "detached.pt          | expected gradients from the embeddings to the parameters | detaches",
                "changing.pt          | expected (6) for every image      | found (4), for images (2, 3, 8, 8) in evaluation",
                "cuda.pt              | names a CUDA device               | move model and example to the CPU",
            })
    void aNetworkThatDoesNotFitIsRefusedWithTheReason(String file, String reason, String advice, NDManager manager) {
        assertThatThrownBy(() ->
                        ImportedEncoder.open(Foreign.file(file), SIZE, Input.NORMALIZED, Pool.CLASS_TOKEN, manager))
                .isInstanceOf(EncoderException.class)
                .hasMessageContainingAll(file, reason, advice);
    }

    @Test
    void anArchiveThatIsDamagedIsRefused(NDManager manager, @TempDir Path folder) throws Exception {
        byte[] archive = Foreign.bytes("scripted.pt");
        Path file = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(archive, archive.length / 2));
        assertThatThrownBy(() -> ImportedEncoder.open(file, SIZE, Input.UNIT, Pool.MEAN, manager))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("damaged zip");
    }

    @Test
    void theDryRunLeavesNothingBehindAndTheStatisticsAsTheyWere(NDManager manager) throws Exception {
        Program program = Program.load(open("scripted", manager).archive(), manager);
        program.setTraining(false);
        assertThat(forward(program, manager, images(manager)))
                .containsExactly(GOLDEN.get("scripted.eval"), within(1e-6f));
    }

    @Test
    void trainingChangesEveryParameterOfTheForeignNetwork(NDManager manager) throws Exception {
        Program program = Program.load(open("scripted", manager).archive(), manager);
        StateDict before = program.state();
        assertThat(before.values())
                .containsOnlyKeys(
                        "backbone.conv.weight", "backbone.conv.bias", "backbone.norm.weight", "backbone.norm.bias");
        train(program, manager);
        StateDict after = program.state();
        for (String name : List.of("backbone.conv.weight", "backbone.norm.weight", "backbone.norm.bias")) {
            assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
        }
    }

    @Test
    void aSnapshotEmbedsPixelsAsTheTrainedProgramDoesInEvaluation(NDManager manager) throws Exception {
        Program program = Program.load(open("scripted", manager).archive(), manager);
        train(program, manager);
        byte[] snapshot = ImportedEncoder.snapshotArchive(program);
        program.setTraining(false);
        NDArray pixels = pixels(manager);
        float[] expected = forward(program, manager, normalized(pixels));
        assertThat(Inference.forward(snapshot, pixels)).containsExactly(expected, within(1e-5f));
        assertThat(Inference.forward(snapshot, pixels.toType(DataType.UINT8, true)))
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void takingASnapshotLeavesTheProgramInTrainingAndGivesEqualBytesForEqualWeights(NDManager manager)
            throws Exception {
        Program program = Program.load(open("scripted", manager).archive(), manager);
        byte[] snapshot = ImportedEncoder.snapshotArchive(program);
        assertThat(ImportedEncoder.snapshotArchive(program)).isEqualTo(snapshot);
        // Dropout, at one half, is on in training alone: the chance that none of 12 falls out is 1 in 4096.
        assertThat(forward(program, manager, images(manager))).contains(0f);
    }

    @Test
    void aSnapshotIsAStartForAnotherRun(NDManager manager, @TempDir Path folder) throws Exception {
        Program first = Program.load(open("traced", manager).archive(), manager);
        train(first, manager);
        Path file = Files.write(folder.resolve("encoder.pt"), ImportedEncoder.snapshotArchive(first));
        ImportedEncoder second = ImportedEncoder.open(file, SIZE, Input.PIXELS, Pool.MEAN, manager);
        Program program = Program.load(second.archive(), manager);
        assertThat(program.parameters()).hasSameSizeAs(first.parameters());
        NDArray pixels = pixels(manager);
        float[] expected = Inference.forward(Files.readAllBytes(file), pixels);
        assertThat(Inference.forward(ImportedEncoder.snapshotArchive(program), pixels))
                .containsExactly(expected, within(1e-4f));
    }

    @Test
    void aNetworkWrittenByJavaIsImportedToo(NDManager manager, @TempDir Path folder) throws Exception {
        Encoder encoder = ResNet.basic("tiny", SIZE, 1, 1, List.of(4, 8));
        StateDict weights = Golden.formula(encoder.module());
        byte[] archive = ScriptArchive.write(encoder.module(), weights);
        Path file = Files.write(folder.resolve("own.pt"), archive);
        ImportedEncoder imported = ImportedEncoder.open(file, SIZE, Input.NORMALIZED, Pool.MEAN, manager);
        assertThat(imported.dim()).isEqualTo(8);
        assertThat(Inference.forward(imported.archive(), images(manager)))
                .containsExactly(Inference.forward(archive, images(manager)));
    }
}
