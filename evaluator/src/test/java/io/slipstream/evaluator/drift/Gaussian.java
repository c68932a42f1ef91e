package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import java.util.Random;

/** Embeddings drawn from a normal distribution with deviation 1 in every dimension. */
final class Gaussian {

    private final Random random;

    Gaussian(long seed) {
        random = new Random(seed);
    }

    /** With the given mean in every dimension. */
    Embeddings draw(int count, int dim, double mean) {
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + random.nextGaussian());
        }
        return new Embeddings(count, dim, values);
    }
}
