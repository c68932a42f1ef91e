package io.slipstream.trainer.reproduce;

import ai.djl.ndarray.NDManager;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.trainer.Learning;
import io.slipstream.trainer.StepProgress;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.method.RegularizersConfig;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.Batcher;
import io.slipstream.trainer.stream.Intake;
import io.slipstream.trainer.stream.LostDataException;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.RecordReader;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Takes recorded training steps again, publishing nothing. One thread creates and runs it. */
final class Rerun {

    private static final Duration PATIENCE = Duration.ofMillis(250); // how soon a failure to read is noticed

    private final Map<String, String> kafka;
    private final String clientId;
    private final SchemaRegistryClient registry;
    private final StepProgress progress;
    private final Clock clock;

    /**
     * A rerun on the topics that are here now.
     *
     * @param kafka the user's client properties
     * @param clock for the times in dead letters, which nobody reads
     */
    Rerun(
            Map<String, String> kafka,
            String clientId,
            SchemaRegistryClient registry,
            StepProgress progress,
            Clock clock) {
        this.kafka = kafka;
        this.clientId = clientId;
        this.registry = registry;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Takes the steps.
     *
     * @param origin what they were begun with; empty for the first snapshot of a lineage, before which there are none
     * @throws NotReproducibleException if the recorded order cannot be followed any more, or not on this machine
     * @throws EncoderException if the file of first weights does not fit
     * @throws IOException if that file cannot be read
     */
    Reached run(Recording recording, Optional<TrainingState> origin)
            throws NotReproducibleException, EncoderException, IOException, InterruptedException {
        Devices devices = devices(recording.config());
        try (NDManager torch = Torch.start(recording.threads(), devices.first())) {
            Torch.prepareTrainingThread();
            Learning learning = Learning.of(recording.config(), origin, devices, torch);
            long step = 0;
            if (origin.isPresent()) {
                step = follow(recording, origin.get(), learning);
            }
            if (recording.endsInRewarm()) {
                learning.learner().rewarm(step);
            }
            renewAnchor(recording, learning, step);
            return new Reached(
                    step,
                    learning.learner().state(),
                    learning.encoder(recording.config().snapshot().reestimateOn(), step)
                            .made(),
                    Torch.versions());
        }
    }

    /** Which snapshot was the stable one is no matter of the stream: it is as it was recorded. */
    private static void renewAnchor(Recording recording, Learning learning, long step) {
        if (recording.config().regularizers().needAnchor()) {
            if (recording.config().regularizers().anchor() == RegularizersConfig.AnchorFrom.STABLE) {
                learning.learner().anchorAsIn(recording.learner());
            } else {
                learning.anchorHere(step);
            }
        }
    }

    private static Devices devices(TrainerConfig config) throws NotReproducibleException {
        try {
            return Devices.parse(config.device(), Torch.gpus());
        } catch (IllegalArgumentException e) {
            throw new NotReproducibleException(
                    "The snapshot was trained on " + config.device() + ": " + e.getMessage(), e);
        }
    }

    private long follow(Recording recording, TrainingState origin, Learning learning)
            throws NotReproducibleException, IOException, InterruptedException {
        TrainerConfig config = recording.config();
        long step = origin.progress().step();
        try (SampleBytes bytes =
                        SampleBytes.open(config.claimCheck(), config.limits().maxBytes());
                Intake intake = open(config, origin, recording.order(), bytes)) {
            Batcher batcher = new Batcher(
                    config.batch(),
                    config.intake().dedupeWindow(),
                    intake,
                    learning.replay(),
                    Order.nothing(),
                    letter -> {},
                    System::nanoTime);
            intake.start();
            progress.start(recording.steps());
            while (!batcher.isExhausted()) {
                Optional<Batch> batch = next(intake, batcher, step);
                if (batch.isPresent()) {
                    step = train(batch.get(), step, learning, batcher);
                }
            }
        }
        return step;
    }

    private Intake open(TrainerConfig config, TrainingState origin, Order order, SampleBytes bytes)
            throws NotReproducibleException {
        RecordReader reader = new RecordReader(
                new AvroDeserializer<>(registry, ImageSample.class), bytes, config.limits(), config.keeping(), clock);
        try {
            return Intake.follow(
                    config.intake(), origin.stream().kept(config.keeping()), order, kafka, clientId, reader, clock);
        } catch (LostDataException | IllegalStateException e) {
            throw notFollowed(e);
        }
    }

    private static Optional<Batch> next(Intake intake, Batcher batcher, long step)
            throws NotReproducibleException, InterruptedException {
        try {
            intake.check();
            return batcher.next(step, PATIENCE);
        } catch (LostDataException | IllegalStateException e) {
            throw notFollowed(e);
        }
    }

    private static NotReproducibleException notFollowed(RuntimeException cause) {
        return new NotReproducibleException("The recorded order cannot be followed: " + cause.getMessage(), cause);
    }

    /** All passes over new images; returns the steps taken then. */
    private long train(Batch first, long before, Learning learning, Batcher batcher) {
        long step = before;
        learning.step(first, step++);
        progress.stepped();
        for (Batch batch = first; !batch.isLast(); ) {
            batch = batcher.again(step);
            learning.step(batch, step++);
            progress.stepped();
        }
        return step;
    }
}
