package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDManager;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CheckpointWriter;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.checkpoint.FileBlobStore;
import io.slipstream.trainer.checkpoint.Progress;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.checkpoint.Written;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.replay.Observations;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Measures what checkpoints cost a trainer whose replay buffer is full: how long the training thread is held up, what is
 * written, and how long it takes to go on from one.
 *
 * <p>Between two checkpoints the buffer is offered as many new images as arrive in {@code checkpoint.every} at the speed
 * of the step measured here; it has been offered no more than it holds before, so most of them are kept: the worst case.
 */
final class CheckpointBench {

    private static final int STEPS = 12;
    private static final int WARM_UP = 3;
    private static final int RECENT = 10_000;

    private final TrainerConfig config;
    private final Path directory;
    private final int capacity;
    private final List<String> recent = new ArrayList<>();
    private long images;

    /** A bench that writes below a directory. */
    CheckpointBench(TrainerConfig config, int capacity, Path directory) {
        this.config = config;
        this.capacity = capacity;
        this.directory = directory;
    }

    /**
     * What was measured; times in milliseconds, medians.
     *
     * @param replay images in the buffer
     * @param step time of a step
     * @param newImages images offered to the buffer between two checkpoints
     * @param pause time in which the training thread copies its state
     * @param pauseShare that time as a share of {@code checkpoint.every}
     * @param firstBytes bytes of the first checkpoint, which holds everything
     * @param bytes bytes written for a later one
     * @param write time in which a later one is written, in the background
     * @param resume time to read and verify a checkpoint and to restore everything from it
     */
    record Result(
            int replay,
            double step,
            long newImages,
            double pause,
            double pauseShare,
            long firstBytes,
            long bytes,
            double write,
            double resume) {}

    Result run(int checkpoints) throws IOException, EncoderException, CorruptCheckpointException {
        Devices devices = Devices.parse(config.device(), Torch.gpus());
        try (NDManager manager = Torch.start(config.threads(), devices.first())) {
            Torch.prepareTrainingThread();
            Learner learner = learner(devices, manager);
            ReplayBuffer<TrainingImage> replay = buffer(learner);
            while (images < capacity) {
                offer(replay, learner.storedLength());
            }
            double step = step(learner);
            long arriving = Math.round(
                    config.batch().stream() * config.checkpoint().every().toMillis() / step);
            CheckpointWriter writer = new CheckpointWriter(new FileBlobStore(directory));
            Written written = writer.write(header(0), state(learner, replay), Order.nothing(), "");
            long firstBytes = written.bytesWritten();
            List<Double> pauses = new ArrayList<>();
            List<Double> bytes = new ArrayList<>();
            List<Double> writes = new ArrayList<>();
            for (int number = 1; number <= checkpoints; number++) {
                for (long i = 0; i < arriving; i++) {
                    offer(replay, learner.storedLength());
                }
                step(learner);
                long captured = System.nanoTime();
                TrainingState state = state(learner, replay);
                long start = System.nanoTime();
                written = writer.write(header(number), state, Order.nothing(), "");
                writes.add(millisSince(start));
                pauses.add((start - captured) / 1e6);
                bytes.add((double) written.bytesWritten());
            }
            double pause = Median.of(pauses);
            return new Result(
                    capacity,
                    step,
                    arriving,
                    pause,
                    pause / config.checkpoint().every().toMillis(),
                    firstBytes,
                    (long) Median.of(bytes),
                    Median.of(writes),
                    resume(written, devices, manager));
        }
    }

    private Learner learner(Devices devices, NDManager manager) throws IOException, EncoderException {
        Backbone backbone = config.pretrained().backbone(config.network(), config.seed(), manager);
        return new Learner(
                config.methods().create(config.seed(), manager), backbone, config.learner(), devices, manager);
    }

    private ReplayBuffer<TrainingImage> buffer(Learner learner) {
        return config.replay()
                .withCapacity(capacity)
                .buffer(config.keeping().bytes() + Float.BYTES * learner.storedLength(), config.seed());
    }

    /** Offers an image with all that a step would have made of it. */
    private void offer(ReplayBuffer<TrainingImage> replay, int storedLength) {
        RandomGenerator random = new RandomStream(config.seed(), "bench-outputs").at(images);
        long number = replay.offer(image().with(gaussian(storedLength, random)), "");
        if (replay.observes()) {
            int dim = config.replay().features();
            replay.observe(List.of(number), new Observations(dim, gaussian(dim, random), new float[] {1}));
        }
    }

    private static float[] gaussian(int length, RandomGenerator random) {
        float[] values = new float[length];
        for (int k = 0; k < length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }

    private TrainingImage image() {
        byte[] pixels = new byte[3 * config.keptSize() * config.keptSize()];
        new RandomStream(config.seed(), "bench-image").at(images).nextBytes(pixels);
        String id = Sha256.of(Long.toString(images++).getBytes(StandardCharsets.UTF_8));
        if (recent.size() < RECENT) {
            recent.add(id);
        }
        return new TrainingImage(id, config.keeping().keep(pixels));
    }

    /** Median time of a step. */
    private double step(Learner learner) {
        int size = config.batch().size();
        ByteBuffer pixels = ByteBuffer.allocateDirect(size * 3 * config.keptSize() * config.keptSize());
        for (int i = 0; i < size; i++) {
            pixels.put(image().pixels().rgb());
        }
        pixels.flip();
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

    private TrainingState state(Learner learner, ReplayBuffer<TrainingImage> replay) {
        LedgerEntry entry = new LedgerEntry("images", 0, 0L, images, images, images, 0L, 0L, 0L, 0L, 0L, 0L);
        return new TrainingState(
                new Progress(0, 0, 0, 0, Optional.empty(), -1, 0, 0, OptionalDouble.empty(), true, 0, 0, -1),
                learner.state(),
                replay.state(),
                new StreamState(List.of(entry), Map.of(), Optional.empty(), recent, List.of()));
    }

    private CheckpointHeader header(int number) {
        return new CheckpointHeader(
                "bench",
                "bench",
                1,
                "bench-" + number,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                config.seed(),
                "",
                "",
                Map.of());
    }

    private double resume(Written written, Devices devices, NDManager manager)
            throws IOException, EncoderException, CorruptCheckpointException {
        long start = System.nanoTime();
        Restored restored = new CheckpointReader(directory).read(written.manifestUri(), written.manifestSha256());
        Learner learner = learner(devices, manager);
        learner.restore(restored.state().learner());
        buffer(learner).restore(restored.state().replay());
        return millisSince(start);
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
