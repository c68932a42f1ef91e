package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinRedBufferTest {

    private static final int DIM = 6;

    /** The rule to the letter: all pairs compared each time. */
    private static final class BruteForce {

        private final int capacity;
        private final Map<Long, float[]> features = new HashMap<>(); // of images held; empty where there is none yet

        BruteForce(int capacity) {
            this.capacity = capacity;
        }

        void offer(long number) {
            if (features.size() == capacity) {
                features.remove(victim());
            }
            features.put(number, new float[0]);
        }

        private float[] feature(long number) {
            return Objects.requireNonNull(features.get(number));
        }

        private long victim() {
            List<Long> seen = features.keySet().stream()
                    .filter(number -> feature(number).length > 0)
                    .sorted()
                    .toList();
            if (seen.size() < 2) {
                return features.keySet().stream().sorted().findFirst().orElseThrow();
            }
            long victim = -1;
            float most = Float.NEGATIVE_INFINITY;
            for (long one : seen) {
                for (long other : seen) {
                    float cosine = Vectors.cosine(feature(one), feature(other));
                    if (one != other && cosine > most) {
                        most = cosine;
                        victim = one;
                    }
                }
            }
            return victim;
        }

        void observe(long number, float[] vector) {
            float[] before = features.get(number);
            if (before == null) {
                return;
            }
            float[] now = vector.clone();
            if (before.length == 0) {
                Vectors.normalize(now);
            } else {
                Vectors.average(before, 0.5f, now);
            }
            features.put(number, now);
        }
    }

    @Test
    void afterTenThousandInsertionsItHoldsWhatComparingAllPairsWouldHaveLeft() {
        long seed = 20_261_129;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Stimuli stimuli = new Stimuli(seed, DIM);
        int capacity = 48;
        MinRedBuffer<Integer> buffer = new MinRedBuffer<>(ReplayLimits.of(capacity), 0.5, seed);
        BruteForce bruteForce = new BruteForce(capacity);
        int offered = 0;
        for (int step = 0; offered < 10_000; step++) {
            List<Long> numbers = new ArrayList<>(buffer.sample(step, random.nextInt(8)).stream()
                    .map(Replayed::number)
                    .toList());
            for (int i = 1 + random.nextInt(6); i > 0; i--, offered++) {
                numbers.add(buffer.offer(offered, ""));
                bruteForce.offer(offered);
            }
            Observations observations = stimuli.observations(numbers.size());
            if (random.nextInt(4) == 0) { // equal ones, which only their age tells apart
                System.arraycopy(
                        observations.features(), 0, observations.features(), DIM, numbers.size() > 1 ? DIM : 0);
            }
            buffer.observe(numbers, observations);
            for (int image = 0; image < numbers.size(); image++) {
                float[] vector = new float[DIM];
                observations.copyFeature(image, vector);
                bruteForce.observe(numbers.get(image), vector);
            }
            assertThat(buffer.state().slots())
                    .as("seed %d, step %d", seed, step)
                    .extracting(Integer::longValue)
                    .containsExactlyInAnyOrderElementsOf(bruteForce.features.keySet());
        }
    }

    @Test
    void aCameraThatSeesTheSameAllTheTimeFillsFewSlots() {
        MinRedBuffer<Integer> buffer = new MinRedBuffer<>(ReplayLimits.of(20), 0.5, 1);
        Random random = new Random(4);
        for (int image = 0; image < 500; image++) {
            long number = buffer.offer(image, "");
            float[] feature = new float[DIM];
            for (int k = 0; k < DIM; k++) {
                feature[k] = (float) random.nextGaussian() * (image < 10 ? 1 : 0.001f);
            }
            feature[0] += image < 10 ? 0 : 1;
            buffer.observe(List.of(number), new Observations(DIM, feature, new float[1]));
        }
        assertThat(buffer.state().slots()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theOldestGoesWhileNothingHasBeenTrainedOn() {
        MinRedBuffer<Integer> buffer = new MinRedBuffer<>(ReplayLimits.of(3), 0.5, 1);
        for (int image = 0; image < 5; image++) {
            buffer.offer(image, "");
        }
        assertThat(buffer.state().slots()).containsExactlyInAnyOrder(2, 3, 4);
    }

    @Test
    void onlyOwnImagesOfASourceAtItsQuotaGoThoughOthersAreNearer() {
        MinRedBuffer<Integer> buffer = new MinRedBuffer<>(new ReplayLimits(6, 3), 0.5, 1);
        float[][] features = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0.1f}, {0, 1, 0}, {0, 0, 1}};
        String[] sources = {"a", "a", "b", "b", "b"};
        for (int image = 0; image < features.length; image++) {
            long number = buffer.offer(image, sources[image]);
            buffer.observe(List.of(number), new Observations(3, features[image], new float[1]));
        }
        buffer.offer(5, "b");
        assertThat(buffer.state().slots()).containsExactlyInAnyOrder(0, 1, 3, 4, 5);
    }
}
