package io.slipstream.evaluator.encoder;

/**
 * What goes into an encoder and what comes out, as its snapshot declares it.
 *
 * @param inputSize side of the square input in pixels
 * @param embeddingDim length of one embedding
 */
public record EncoderShape(int inputSize, int embeddingDim) {

    /** Bytes of one image, [3, inputSize, inputSize]. */
    public int imageBytes() {
        return 3 * inputSize * inputSize;
    }
}
