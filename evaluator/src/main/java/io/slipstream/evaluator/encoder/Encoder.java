package io.slipstream.evaluator.encoder;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import io.slipstream.evaluator.encoder.EncoderException.Reason;
import io.slipstream.evaluator.metric.Embeddings;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A loaded program that turns images into embeddings, in inference mode.
 *
 * <p>Every batch has its own native scope, closed before {@link #embed} returns; nothing native outlives the call but the
 * program itself. Not thread-safe.
 */
public final class Encoder implements AutoCloseable {

    private final NDManager manager;
    private final PtSymbolBlock block;
    private final EncoderShape shape;
    private ByteBuffer input = ByteBuffer.allocateDirect(0);

    Encoder(NDManager manager, PtSymbolBlock block, EncoderShape shape) {
        this.manager = manager;
        this.block = block;
        this.shape = shape;
    }

    /** What goes in and what comes out. */
    public EncoderShape shape() {
        return shape;
    }

    /**
     * The embeddings of a batch of images.
     *
     * @param images each uint8 [3, inputSize, inputSize], RGB planes; at least one
     * @return {@code images.length * embeddingDim} numbers, row by row, all finite
     * @throws EncoderException FAILED, WRONG_OUTPUT or NOT_FINITE, with what was expected and found
     */
    public float[] embed(byte[]... images) throws EncoderException {
        fillInput(images);
        try (NDManager scope = manager.newSubManager();
                PtNDArray batch = (PtNDArray) scope.create(
                        input, new Shape(images.length, 3, shape.inputSize(), shape.inputSize()), DataType.UINT8);
                IValue argument = IValue.from(batch);
                IValue result = block.forward(argument)) {
            return checked(result, (PtNDManager) scope, images.length);
        } catch (EngineException e) {
            throw new EncoderException(
                    Reason.FAILED,
                    "the program failed on uint8 " + batchShape(images.length) + ": " + FirstLine.of(e),
                    e);
        }
    }

    /** Images by number, decoded at the size that is asked for. */
    @FunctionalInterface
    public interface Pixels {

        /** Images {@code from} (included) to {@code to} (excluded), each uint8 [3, inputSize, inputSize], RGB planes. */
        byte[][] of(int from, int to, int inputSize);
    }

    /**
     * The embeddings of any number of images, batch by batch.
     *
     * @param count images, at least one
     * @param batchSize images that go through the program at once, at least one
     * @throws EncoderException as {@link #embed} does
     */
    public Embeddings embedAll(int count, int batchSize, Pixels images) throws EncoderException {
        int dim = shape.embeddingDim();
        float[] values = new float[Math.multiplyExact(count, dim)];
        for (int from = 0; from < count; from += batchSize) {
            int to = Math.min(from + batchSize, count);
            float[] batch = embed(images.of(from, to, shape.inputSize()));
            System.arraycopy(batch, 0, values, from * dim, batch.length);
        }
        return new Embeddings(count, dim, values);
    }

    /** Copies the images into a direct buffer that is kept, since the garbage collector frees those late. */
    private void fillInput(byte[][] images) {
        int bytes = images.length * shape.imageBytes();
        if (input.capacity() < bytes) {
            input = ByteBuffer.allocateDirect(bytes);
        }
        input.clear();
        for (byte[] image : images) {
            if (image.length != shape.imageBytes()) {
                throw new IllegalArgumentException(
                        "expected images of " + shape.imageBytes() + " bytes, found one of " + image.length);
            }
            input.put(image);
        }
        input.flip();
    }

    private float[] checked(IValue result, PtNDManager scope, int count) throws EncoderException {
        if (!result.isTensor()) {
            throw new EncoderException(Reason.WRONG_OUTPUT, expectedOutput(count) + result.getType());
        }
        try (PtNDArray output = result.toTensor(scope)) {
            Shape found = output.getShape();
            if (output.getDataType() != DataType.FLOAT32 || !found.equals(new Shape(count, shape.embeddingDim()))) {
                throw new EncoderException(
                        Reason.WRONG_OUTPUT,
                        expectedOutput(count) + output.getDataType() + " " + Arrays.toString(found.getShape()));
            }
            float[] values = output.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new EncoderException(
                            Reason.NOT_FINITE,
                            "expected finite embeddings, found " + values[i] + " in row " + i / shape.embeddingDim()
                                    + " of a batch of " + count);
                }
            }
            return values;
        }
    }

    private String expectedOutput(int count) {
        return "expected one float32 tensor [" + count + ", " + shape.embeddingDim() + "], found ";
    }

    private String batchShape(int count) {
        return "[" + count + ", 3, " + shape.inputSize() + ", " + shape.inputSize() + "]";
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
