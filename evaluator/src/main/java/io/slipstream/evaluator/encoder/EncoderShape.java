package io.slipstream.evaluator.encoder;

/**
 * What goes into an encoder and what comes out, as its snapshot declares it.
 *
 * @param inputSize side of the square input in pixels, 1..4096
 * @param embeddingDim length of one embedding, 1..65536
 */
public record EncoderShape(int inputSize, int embeddingDim) {

    private static final int LARGEST_INPUT = 4096;
    private static final int LARGEST_EMBEDDING = 65_536;

    /** @throws IllegalArgumentException if a number is out of range: it comes from outside and decides what is allocated */
    public EncoderShape {
        if (inputSize < 1 || inputSize > LARGEST_INPUT || embeddingDim < 1 || embeddingDim > LARGEST_EMBEDDING) {
            throw new IllegalArgumentException("expected an input size of 1.." + LARGEST_INPUT
                    + " and an embedding of 1.." + LARGEST_EMBEDDING + ", found " + inputSize + " and " + embeddingDim);
        }
    }

    /** Bytes of one image, [3, inputSize, inputSize]. */
    public int imageBytes() {
        return 3 * inputSize * inputSize;
    }
}
