package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.replay.Observations;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.ReplayConfig;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Measures what a full replay buffer costs a training step: drawing a replay, taking new images in, learning what the step
 * made of all of them.
 *
 * <p>Images come from as many kinds as a real stream might show, so that they have near neighbours; the buffer keeps
 * numbers in place of pixels, which none of its choices look at. Brute force, for comparison, finds the most redundant
 * image once for all new ones of a step, as the paper's code does, by matrix products of libtorch.
 */
final class ReplayBench {

    private static final int STEPS = 12;
    private static final int WARM_UP = 4;
    private static final int KINDS = 200;
    private static final float SPREAD = 0.4f;
    private static final int ROWS = 1_024;

    private final TrainerConfig config;
    private final int steps;

    /** @param steps measured of each buffer, after as many that warm up */
    ReplayBench(TrainerConfig config, int steps) {
        this.config = config;
        this.steps = steps;
    }

    /**
     * What a buffer costs; times in milliseconds, medians.
     *
     * @param images held
     * @param draw time to draw the replay of a step
     * @param insert time to offer the new images of a step
     * @param observe time to take in what the step made of its images
     * @param share all three as a share of a step
     */
    record Result(String policy, int images, double draw, double insert, double observe, double share) {

        double total() {
            return draw + insert + observe;
        }
    }

    /**
     * All that was measured.
     *
     * @param stepMillis time of a step without replay
     * @param bruteForceMillis time to find the most redundant images of a step by comparing all pairs
     * @param minRedSpeedup that time over all of what min-red costs a step
     * @param keeping what images take, by form
     */
    record Report(
            Machine machine,
            int capacity,
            int features,
            int batch,
            int stream,
            double stepMillis,
            List<Result> results,
            double bruteForceMillis,
            double minRedSpeedup,
            List<KeepingBench.Result> keeping) {}

    /**
     * Measures.
     *
     * @param files encoded images, at least one, which are kept in each form
     */
    Report run(List<Policy> policies, List<byte[]> files) throws IOException, EncoderException {
        Devices devices = Devices.parse(config.device(), Torch.gpus());
        try (NDManager manager = Torch.start(config.threads(), devices.first())) {
            Torch.prepareTrainingThread();
            double step = step(devices, manager);
            List<Result> results = new ArrayList<>();
            double minRed = Double.NaN;
            for (Policy policy : policies) {
                Result result = measure(config.replay().withPolicy(policy), step);
                results.add(result);
                minRed = policy == Policy.MIN_RED ? result.total() : minRed;
            }
            double bruteForce = bruteForce(manager);
            return new Report(
                    Machine.here(),
                    config.replay().capacity(),
                    config.replay().features(),
                    config.batch().size(),
                    config.batch().stream(),
                    step,
                    results,
                    bruteForce,
                    bruteForce / minRed,
                    new KeepingBench(config, files).run(step));
        }
    }

    /** Median time of a training step. */
    private double step(Devices devices, NDManager manager) throws IOException, EncoderException {
        Backbone backbone = config.pretrained().backbone(config.network(), config.seed(), manager);
        Learner learner = new Learner(
                config.methods().create(config.seed(), manager), backbone, config.learner(), devices, manager);
        int size = config.batch().size();
        byte[] bytes = new byte[size * 3 * config.keptSize() * config.keptSize()];
        new RandomStream(config.seed(), "bench-image").at().nextBytes(bytes);
        ByteBuffer pixels = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        List<Double> times = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            long start = System.nanoTime();
            learner.step(pixels, size, step);
            if (step >= WARM_UP) {
                times.add(millisSince(start));
            }
        }
        return Median.of(times);
    }

    private Result measure(ReplayConfig replay, double step) {
        ReplayBuffer<Long> buffer = replay.buffer(config.keeping().bytes(), config.seed());
        Images images = new Images();
        int fresh = config.batch().stream();
        while (images.count < 2L * replay.capacity()) {
            images.step(buffer, List.of(), fresh);
        }
        List<Double> draws = new ArrayList<>();
        List<Double> inserts = new ArrayList<>();
        List<Double> observes = new ArrayList<>();
        for (int i = 0; i < 2 * steps; i++) {
            long start = System.nanoTime();
            List<Replayed<Long>> replayed = buffer.sample(i, config.batch().size() - fresh);
            double draw = millisSince(start);
            Times times = images.step(buffer, replayed, fresh);
            if (i >= steps) {
                draws.add(draw);
                inserts.add(times.insert());
                observes.add(times.observe());
            }
        }
        double draw = Median.of(draws);
        double insert = Median.of(inserts);
        double observe = Median.of(observes);
        return new Result(
                replay.policy().toString(), buffer.size(), draw, insert, observe, (draw + insert + observe) / step);
    }

    private record Times(double insert, double observe) {}

    /** A stream of images, each of one of many kinds. */
    private final class Images {

        private long count;

        private Times step(ReplayBuffer<Long> buffer, List<Replayed<Long>> replayed, int fresh) {
            List<Long> numbers = new ArrayList<>();
            List<Long> ids = new ArrayList<>();
            replayed.forEach(each -> {
                numbers.add(each.number());
                ids.add(each.image());
            });
            long start = System.nanoTime();
            for (int i = 0; i < fresh; i++) {
                ids.add(count);
                numbers.add(buffer.offer(count++, ""));
            }
            double insert = millisSince(start);
            if (!buffer.observes()) {
                return new Times(insert, 0);
            }
            Observations observations = observations(ids);
            start = System.nanoTime();
            buffer.observe(numbers, observations);
            return new Times(insert, millisSince(start));
        }

        private Observations observations(List<Long> ids) {
            int dim = config.replay().features();
            float[] features = new float[ids.size() * dim];
            float[] deviations = new float[ids.size()];
            for (int image = 0; image < ids.size(); image++) {
                feature(ids.get(image), features, image * dim);
                deviations[image] = new RandomStream(config.seed(), "bench-deviation")
                        .at(ids.get(image), count)
                        .nextFloat();
            }
            return new Observations(dim, features, deviations);
        }
    }

    /** Writes the feature of an image: that of its kind and noise, of length 1. */
    private void feature(long id, float[] to, int at) {
        int dim = config.replay().features();
        RandomGenerator own = new RandomStream(config.seed(), "bench-feature").at(id);
        RandomGenerator kind = new RandomStream(config.seed(), "bench-kind").at(own.nextInt(KINDS));
        double square = 0;
        for (int k = 0; k < dim; k++) {
            to[at + k] = (float) (kind.nextGaussian() + SPREAD * own.nextGaussian());
            square += to[at + k] * to[at + k];
        }
        for (int k = 0; k < dim; k++) {
            to[at + k] /= (float) Math.sqrt(square);
        }
    }

    /** Median time to compare every image with every other one. */
    private double bruteForce(NDManager manager) {
        int images = config.replay().capacity();
        int dim = config.replay().features();
        float[] numbers = new float[images * dim];
        for (int image = 0; image < images; image++) {
            feature(image, numbers, image * dim);
        }
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            long start = System.nanoTime();
            try (NDManager scope = manager.newSubManager()) {
                NDArray features = scope.create(numbers, new Shape(images, dim));
                NDArray columns = features.transpose();
                for (int first = 0; first < images; first += ROWS) {
                    nearest(features, columns, first, Math.min(first + ROWS, images), scope);
                }
            }
            if (round > 0) {
                times.add(millisSince(start));
            }
        }
        return Median.of(times);
    }

    /** Of some images the cosine to the nearest neighbour: the second largest, the largest being that to itself. */
    private static void nearest(NDArray features, NDArray columns, int first, int end, NDManager scope) {
        try (NDManager rows = scope.newSubManager()) {
            NDArray cosines = features.get(first + ":" + end).matMul(columns);
            cosines.attach(rows);
            cosines.topK(2, 1).get(0).get(":, 1").toFloatArray();
        }
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
