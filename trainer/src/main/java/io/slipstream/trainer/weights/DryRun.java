package io.slipstream.trainer.weights;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.script.ForeignArchive;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries an imported encoder on images of noise, on a copy that is thrown away, and says what is wrong with it. */
final class DryRun {

    private static final Logger log = LoggerFactory.getLogger(DryRun.class);

    private static final List<Integer> BATCHES = List.of(2, 3);

    /** Sizes tried to find out whether only the size is wrong. */
    private static final int[] USUAL_SIZES = {
        32, 64, 96, 112, 128, 160, 192, 224, 256, 288, 299, 320, 336, 384, 448, 518
    };

    private static final String ONE_TRACE_FITS_ALL =
            "; it was probably traced with one example: use torch.jit.script, or trace with torch.jit.trace without"
                    + " sizes taken from the example";

    private final byte[] archive;
    private final ForeignArchive foreign;
    private final int imageSize;
    private final NDManager parent;

    DryRun(byte[] archive, ForeignArchive foreign, int imageSize, NDManager parent) {
        this.archive = archive;
        this.foreign = foreign;
        this.imageSize = imageSize;
        this.parent = parent;
    }

    /**
     * Runs forward and backward.
     *
     * @return length of an embedding
     * @throws EncoderException with the first thing that does not fit
     */
    int dim() throws EncoderException {
        try (NDManager scope = parent.newSubManager()) {
            Program program = load(scope);
            Shape first = null;
            for (boolean training : new boolean[] {true, false}) {
                program.setTraining(training);
                for (int batch : BATCHES) {
                    Shape image = output(program, batch, training, scope).slice(1);
                    if (first == null) {
                        first = image;
                    } else if (!image.equals(first)) {
                        throw new EncoderException("expected " + first + " for every image, as in a batch of "
                                + BATCHES.get(0) + " in training, found " + image + inMode(batch, training));
                    }
                }
            }
            program.setTraining(true);
            requireGradients(program, scope);
            return Math.toIntExact(first == null ? 0 : first.get(first.dimension() - 1));
        }
    }

    private Program load(NDManager scope) throws EncoderException {
        Program program;
        try {
            program = Program.load(archive, scope);
        } catch (IllegalArgumentException e) {
            throw new EncoderException(
                    "expected trainable parameters, found none: the network was frozen by torch.jit.freeze,"
                            + " torch.jit.optimize_for_inference or requires_grad_(False); save it before that",
                    e);
        } catch (EngineException e) {
            throw new EncoderException("libtorch refuses the archive: " + reason(e), e);
        }
        for (NDArray parameter : program.parameters()) {
            if (parameter.getDataType() != DataType.FLOAT32) {
                throw new EncoderException("expected float32 parameters, found "
                        + parameter.getDataType() + " for " + parameter.getName()
                        + "; save the network as model.float()");
            }
        }
        return program;
    }

    /** The shape that the foreign module itself returns, checked. */
    private Shape output(Program program, int batch, boolean training, NDManager scope) throws EncoderException {
        NDList outputs;
        try {
            outputs = program.call("output", scope, images(batch, imageSize, scope));
        } catch (EngineException e) {
            throw new EncoderException(whyItFails(program, batch, e, scope) + inMode(batch, training), e);
        }
        Shape shape = outputs.get(0).getShape();
        if (shape.dimension() != 2 && shape.dimension() != 3) {
            throw new EncoderException("expected embeddings [batch, dim] or tokens [batch, tokens, dim], found " + shape
                    + inMode(batch, training)
                    + (shape.dimension() == 4 ? "; pool the feature map inside the module, .mean([2, 3])" : ""));
        }
        if (shape.get(0) != batch) {
            throw new EncoderException("expected as many embeddings as images, found " + shape + inMode(batch, training)
                    + ONE_TRACE_FITS_ALL);
        }
        if (outputs.get(1).getLong() != ImportedProgram.FLOAT32) {
            throw new EncoderException("expected float32 embeddings, found another element type (number "
                    + outputs.get(1).getLong() + " of libtorch's ScalarType)" + inMode(batch, training)
                    + "; return them as .float()");
        }
        for (float value : outputs.get(0).toFloatArray()) {
            if (!Float.isFinite(value)) {
                throw new EncoderException("expected finite embeddings of normalized noise, found " + value
                        + inMode(batch, training) + "; look at the weights, and at the input convention");
            }
        }
        return shape;
    }

    private String whyItFails(Program program, int batch, EngineException failure, NDManager scope) {
        if (foreign.codeContains("torch.device(\"cuda")) {
            return "its code names a CUDA device, as a trace on a GPU does; move model and example to the CPU,"
                    + " then trace, or use torch.jit.script: " + reason(failure);
        }
        if (runs(program, 1, imageSize, scope)) {
            return "expected any number of images, found that it takes one alone" + ONE_TRACE_FITS_ALL + ": "
                    + reason(failure);
        }
        int[] sizes = Arrays.stream(USUAL_SIZES)
                .filter(size -> size != imageSize && runs(program, batch, size, scope))
                .toArray();
        if (sizes.length > 0) {
            return "it does not take images of " + imageSize + " pixels, but of " + Arrays.toString(sizes)
                    + "; choose such an image size: " + reason(failure);
        }
        return "forward failed: " + reason(failure);
    }

    private static boolean runs(Program program, int batch, int size, NDManager scope) {
        try {
            program.call("output", scope, images(batch, size, scope)).close();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private void requireGradients(Program program, NDManager scope) throws EncoderException {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray embeddings = program.call("forward", scope, images(BATCHES.get(0), imageSize, scope))
                    .singletonOrThrow();
            collector.backward(
                    embeddings.mul(noise(embeddings.getShape(), scope)).sum());
        } catch (EngineException e) {
            throw new EncoderException(
                    "expected gradients from the embeddings to the parameters, found no path: forward detaches"
                            + " them, or computes under torch.no_grad() (" + reason(e) + ")",
                    e);
        }
        List<String> without = program.parameters().stream()
                .filter(parameter -> parameter.getGradient().abs().sum().getFloat() == 0)
                .map(NDArray::getName)
                .toList();
        if (without.size() == program.parameters().size()) {
            throw new EncoderException("expected gradients from the embeddings to the parameters, found none at any of "
                    + without.size() + ": forward detaches them, or computes under torch.no_grad()");
        }
        if (!without.isEmpty()) {
            log.atWarn().addKeyValue("parameters", without).log("Some parameters of the encoder get no gradient");
        }
    }

    private String inMode(int batch, boolean training) {
        return ", for images " + new Shape(batch, 3, imageSize, imageSize) + " in "
                + (training ? "training" : "evaluation");
    }

    private static NDArray images(int batch, int size, NDManager scope) {
        return noise(new Shape(batch, 3, size, size), scope);
    }

    private static NDArray noise(Shape shape, NDManager scope) {
        float[] values = new float[Math.toIntExact(shape.size())];
        RandomGenerator random = new RandomStream(0, "dry-run").at();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /** TorchScript ends its stack traces with the reason. */
    private static String reason(EngineException failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return message.lines()
                .filter(line -> line.contains("Error: "))
                .reduce((first, last) -> last)
                .orElseGet(() -> message.lines().findFirst().orElse(""));
    }
}
