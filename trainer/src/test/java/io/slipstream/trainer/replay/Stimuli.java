package io.slipstream.trainer.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Streams of numbered images for buffers, and what steps might make of them. */
final class Stimuli {

    private final Random random;
    private final int dim;

    Stimuli(long seed, int dim) {
        this.random = new Random(seed);
        this.dim = dim;
    }

    /** Random features of length 1, and random deviations. */
    Observations observations(int images) {
        float[] features = new float[images * dim];
        float[] deviations = new float[images];
        for (int image = 0; image < images; image++) {
            float[] feature = new float[dim];
            for (int k = 0; k < dim; k++) {
                feature[k] = (float) random.nextGaussian();
            }
            Vectors.normalize(feature);
            System.arraycopy(feature, 0, features, image * dim, dim);
            deviations[image] = random.nextFloat() * 2;
        }
        return new Observations(dim, features, deviations);
    }

    /** A step as the trainer takes it: a replay is drawn, new images are offered, all are observed. */
    List<Long> step(ReplayBuffer<Integer> buffer, long step, int fresh, int replayed, String source) {
        List<Long> numbers = new ArrayList<>(
                buffer.sample(step, replayed).stream().map(Replayed::number).toList());
        for (int i = 0; i < fresh; i++) {
            numbers.add(buffer.offer((int) (step * fresh + i), source));
        }
        buffer.observe(numbers, observations(numbers.size()));
        return numbers;
    }
}
