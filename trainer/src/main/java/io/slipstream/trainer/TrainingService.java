package io.slipstream.trainer;

import ai.djl.ndarray.NDManager;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.checkpoint.BlobStore;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CheckpointWriter;
import io.slipstream.trainer.checkpoint.Collector;
import io.slipstream.trainer.checkpoint.FileBlobStore;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.control.TrainingRequests;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.health.RollbackConfig.Then;
import io.slipstream.trainer.lineage.LineageWriter;
import io.slipstream.trainer.lineage.LiveSnapshots;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.snapshot.Lineage;
import io.slipstream.trainer.snapshot.SnapshotWriter;
import io.slipstream.trainer.stream.Batcher;
import io.slipstream.trainer.stream.DeadLetters;
import io.slipstream.trainer.stream.Intake;
import io.slipstream.trainer.stream.RecordReader;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a trainer from configuration and checkpoint and runs it; builds it anew from an earlier checkpoint when learning
 * has gone wrong.
 */
final class TrainingService {

    private static final Logger log = LoggerFactory.getLogger(TrainingService.class);

    private final TrainerConfig config;
    private final SchemaRegistryClient registry;
    private final LineageWriter writer;
    private final NDManager torch;
    private final Devices devices;
    private final BooleanSupplier stopRequested;
    private final boolean stopAtEnd;
    private final Clock clock;
    private final BlobStore store;
    private final CheckpointReader reader;
    private final DeadLetters deadLetters = new DeadLetters();

    /**
     * A service on resources that the caller closes.
     *
     * @param torch owner of everything native
     * @param stopAtEnd whether to stop when all of the stream has been trained on
     */
    TrainingService(
            TrainerConfig config,
            SchemaRegistryClient registry,
            LineageWriter writer,
            NDManager torch,
            Devices devices,
            BooleanSupplier stopRequested,
            boolean stopAtEnd,
            Clock clock) {
        this.config = config;
        this.registry = registry;
        this.writer = writer;
        this.torch = torch;
        this.devices = devices;
        this.stopRequested = stopRequested;
        this.stopAtEnd = stopAtEnd;
        this.clock = clock;
        this.store = new FileBlobStore(config.checkpoint().store());
        this.reader = new CheckpointReader(config.checkpoint().store());
    }

    /**
     * Trains until it is to stop.
     *
     * @param fresh whether to start a new lineage although there is one to go on with
     * @throws UnwellException if learning goes wrong more often than the configuration allows
     * @throws Exception whatever else ends training for good
     */
    void run(boolean fresh) throws Exception {
        Start start = fresh ? Start.anew(clock) : newest();
        while (true) {
            Optional<Unwell> unwell = train(start);
            if (unwell.isEmpty()) {
                return;
            }
            start = goBack(unwell.get(), start);
        }
    }

    /** Training that went wrong, and why. */
    private record Unwell(UnwellException cause, Setback setback) {}

    private Start newest() throws IOException, InterruptedException {
        return StartingPoint.newest(writer.checkpoints(), checkpoint -> true, reader)
                .map(Start::from)
                .orElseGet(() -> Start.anew(clock));
    }

    /** Trains from there until it is to stop, or learning goes wrong. */
    private Optional<Unwell> train(Start start) throws Exception {
        start.published(writer.checkpoints()).forEach(deadLetters::published);
        try (NDManager manager = torch.newSubManager();
                SampleBytes bytes =
                        SampleBytes.open(config.claimCheck(), config.limits().maxBytes());
                Intake intake = intake(start, bytes);
                TrainingRequests requests = requests(start);
                AnchorRenewal stable = new AnchorRenewal(writer::checkpoints, reader, this::channels);
                TrainingReport report = new TrainingReport(writer::metrics, Terminal.isInteractive())) {
            Torch.prepareTrainingThread();
            Learning learning = Learning.of(config, start.state(), devices, manager);
            TrainingProgress progress = new TrainingProgress(config.snapshot().every());
            Batcher batcher = batcher(start, intake, learning.replay());
            start.state().map(TrainingState::progress).ifPresent(progress::restore);
            Lineage lineage = lineage(start, learning.backbone());
            start.announce(lineage);
            try (Checkpoints checkpoints = checkpoints(start, lineage)) {
                Trainer.Parts parts = new Trainer.Parts(
                        lineage,
                        config.rollback(),
                        intake,
                        batcher,
                        learning,
                        deadLetters,
                        config.snapshot().reestimateOn(),
                        anchor(learning, stable),
                        writer,
                        checkpoints,
                        new TrainingMonitor(
                                config.health(),
                                config.metricsEvery(),
                                learning.learner().chance(config.batch().size()),
                                clock,
                                System::nanoTime),
                        report,
                        requests,
                        clock,
                        System::nanoTime);
                intake.start();
                try {
                    new Trainer(parts, progress, start.checkpoint(), start.isChanged()).run(stopRequested, stopAtEnd);
                    return Optional.empty();
                } catch (UnwellException e) {
                    checkpoints.finish();
                    return Optional.of(new Unwell(e, new Setback(e.step(), batcher.state())));
                }
            }
        }
    }

    /** To the last healthy checkpoint or, if going back did not help, to one before where it led, if there is one. */
    private Start goBack(Unwell unwell, Start last) throws UnwellException, IOException, InterruptedException {
        UnwellException cause = unwell.cause();
        int times = cause.rollbacks() + 1;
        if (times > config.rollback().tries()) {
            throw cause;
        }
        long before = times == 1 ? Long.MAX_VALUE : last.step();
        Optional<Restored> found = healthy(checkpoint -> checkpoint.getStep() < before && last.continues(checkpoint));
        if (found.isEmpty()) {
            found = healthy(checkpoint -> true);
        }
        Start healthy = found.map(Start::from).orElseThrow(() -> cause);
        if (config.rollback().then() == Then.REWARM) {
            deadLetters.take(); // their records are read, and refused, again
        }
        writer.newEpoch();
        log.atWarn()
                .addKeyValue("step", cause.step())
                .addKeyValue("reasons", String.join("; ", cause.reasons()))
                .addKeyValue("backTo", healthy.checkpoint().orElse("the beginning"))
                .addKeyValue("time", times + " of " + config.rollback().tries())
                .addKeyValue("then", config.rollback().then())
                .log("Learning went wrong; going back to a healthy checkpoint");
        return healthy.after(unwell.setback(), times, config.rollback().then());
    }

    private Optional<Restored> healthy(Predicate<TrainingCheckpoint> fits) throws IOException, InterruptedException {
        return StartingPoint.newest(writer.checkpoints(), fits.and(checkpoint -> checkpoint.getHealthy()), reader);
    }

    private Intake intake(Start start, SampleBytes bytes) {
        return Intake.open(
                config.intake(),
                StartAt.parse(config.startAt()),
                start.state().map(state -> state.stream().kept(config.keeping())),
                config.kafka(),
                client(),
                new RecordReader(
                        new AvroDeserializer<>(registry, ImageSample.class),
                        bytes,
                        config.limits(),
                        config.keeping(),
                        clock),
                config.seed(),
                clock);
    }

    private TrainingRequests requests(Start start) {
        return TrainingRequests.open(
                config.model(),
                start.state()
                        .map(state -> OptionalLong.of(state.progress().requestsOffset()))
                        .orElse(OptionalLong.empty()),
                KafkaSettings.consumer(config.kafka(), client() + "-requests"),
                new AvroDeserializer<>(registry, TrainingRequest.class));
    }

    private String client() {
        return "slipstream-trainer-" + config.model();
    }

    private Batcher batcher(Start start, Intake intake, ReplayBuffer<TrainingImage> replay) {
        return new Batcher(
                stopAtEnd ? config.batch().waiting() : config.batch(),
                config.intake().dedupeWindow(),
                intake,
                replay,
                start.order(),
                deadLetters,
                System::nanoTime);
    }

    private LiveSnapshots channels() {
        return new LiveSnapshots(
                config.model(), config.kafka(), new AvroDeserializer<>(registry, ChannelPointer.class));
    }

    private LongConsumer anchor(Learning learning, AnchorRenewal stable) {
        if (!config.regularizers().needAnchor()) {
            return step -> {};
        }
        return switch (config.regularizers().anchor()) {
            case STABLE -> step -> stable.renew(learning.learner());
            case LATEST -> learning::anchorHere;
        };
    }

    private Checkpoints checkpoints(Start start, Lineage lineage) {
        CheckpointWriter files = start.restored()
                .map(restored -> new CheckpointWriter(store, restored))
                .orElseGet(() -> new CheckpointWriter(store));
        Housekeeping housekeeping = new Housekeeping(
                config.model(), writer, new Collector(store, reader, files, config.checkpoint()), channels());
        return new Checkpoints(
                config.checkpoint(),
                ConfigLoader.effectiveYaml(config),
                files,
                new SnapshotWriter(
                        lineage, new FileSnapshotStore(config.snapshot().store())),
                writer,
                housekeeping,
                System::nanoTime);
    }

    private Lineage lineage(Start start, Backbone backbone) {
        return new Lineage(
                config.model(),
                start.run(),
                writer.epoch(),
                config.method().toString(),
                backbone.name(),
                backbone.dim(),
                backbone.imageSize(),
                config.seed(),
                ConfigLoader.hash(config),
                TrainCommand.codeVersion(),
                Torch.versions());
    }
}
