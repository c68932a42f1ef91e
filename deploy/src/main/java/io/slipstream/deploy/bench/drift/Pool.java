package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Embeddings in blocks of neighbours, from which streams are drawn block by block.
 *
 * @param embeddings block after block
 * @param blockSize rows of a block
 */
record Pool(Embeddings embeddings, int blockSize) {

    private static final int BATCH = 64;

    /** The embeddings of new images of the line. */
    static Pool of(LineImages line, Shift shift, int blocks, int blockSize, BenchEncoder encoder) throws IOException {
        int dim = encoder.shape().embeddingDim();
        float[] values = new float[blocks * blockSize * dim];
        int at = 0;
        List<byte[]> batch = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            batch.addAll(line.block(shift, blockSize));
            if (batch.size() >= BATCH || block == blocks - 1) {
                float[] embedded = encoder.embed(batch);
                System.arraycopy(embedded, 0, values, at, embedded.length);
                at += embedded.length;
                batch.clear();
            }
        }
        return new Pool(new Embeddings(blocks * blockSize, dim, values), blockSize);
    }

    int blocks() {
        return embeddings.count() / blockSize;
    }

    /** All blocks, in a random order. */
    int[] shuffled(SplittableRandom random) {
        int[] order = IntStream.range(0, blocks()).toArray();
        Shuffle.inPlace(order, random);
        return order;
    }

    /** A number of different blocks among some. */
    static int[] draw(int[] among, int count, SplittableRandom random) {
        int[] drawn = among.clone();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(drawn.length - i);
            int block = drawn[j];
            drawn[j] = drawn[i];
            drawn[i] = block;
        }
        return Arrays.copyOf(drawn, count);
    }

    /** The rows of some blocks, in their order. */
    int[] rows(int[] blocks) {
        int[] rows = new int[blocks.length * blockSize];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = blocks[i / blockSize] * blockSize + i % blockSize;
        }
        return rows;
    }
}
