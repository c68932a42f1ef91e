package io.slipstream.trainer;

import ai.djl.ndarray.NDManager;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.StopSignal;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.control.TrainingRequests;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.method.Method;
import io.slipstream.trainer.replay.ReservoirBuffer;
import io.slipstream.trainer.snapshot.Lineage;
import io.slipstream.trainer.snapshot.SnapshotPublisher;
import io.slipstream.trainer.stream.Batcher;
import io.slipstream.trainer.stream.DeadLetters;
import io.slipstream.trainer.stream.Intake;
import io.slipstream.trainer.stream.Ledger;
import io.slipstream.trainer.stream.RecordReader;
import io.slipstream.trainer.stream.TrainingImage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The trainer's command and composition root: configuration in, a running {@link Trainer} out. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Learns an image encoder from a topic, without labels, until it is stopped.")
public final class TrainCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(TrainCommand.class);
    private static final short BROKER_DEFAULT = -1;
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Trainer configuration; defaults where it is silent.")
    private @Nullable Path configFile;

    @Override
    public Integer call() {
        TrainerConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, TrainerConfig.class);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        try {
            return StopSignal.guard(stop -> run(config, stop::requested));
        } catch (Exception e) {
            log.atError().setCause(e).addKeyValue("model", config.model()).log("Training ended: " + e.getMessage());
            return 1;
        }
    }

    /** Trains until asked to stop; returns the exit code. */
    static int run(TrainerConfig config, BooleanSupplier stopRequested) throws Exception {
        log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
        createTopics(config);
        Clock clock = Clock.systemUTC();
        Devices devices = Devices.parse(config.device(), Torch.gpus());
        try (SchemaRegistryClient registry = Registry.connect(config.registry());
                Producer<String, SpecificRecord> producer = new KafkaProducer<>(
                        KafkaSettings.producer(config.kafka(), "slipstream-trainer-" + config.model()),
                        new StringSerializer(),
                        new AvroSerializer<>(registry));
                Intake intake = Intake.open(
                        config.intake(),
                        StartAt.parse(config.startAt()),
                        KafkaSettings.consumer(
                                config.kafka(), "slipstream-trainer-" + config.model(), "slipstream-" + config.model()),
                        new RecordReader(
                                new AvroDeserializer<>(registry, ImageSample.class),
                                config.limits(),
                                config.keptSize(),
                                clock));
                TrainingRequests requests = TrainingRequests.open(
                        config.model(),
                        KafkaSettings.consumer(config.kafka(), "slipstream-trainer-" + config.model() + "-requests"),
                        new AvroDeserializer<>(registry, TrainingRequest.class));
                TrainingReport report = new TrainingReport(producer, Terminal.isInteractive());
                NDManager manager = Torch.start(config.threads(), devices.first())) {
            Torch.prepareTrainingThread();
            Backbone backbone = config.pretrained().backbone(config.network(), config.seed(), manager);
            Method method = config.methods().create(config.seed(), manager);
            Learner learner = new Learner(method, backbone, config.learner(), devices, manager);
            ReservoirBuffer<TrainingImage> replay = new ReservoirBuffer<>(config.replayCapacity(), config.seed());
            Ledger ledger = new Ledger(intake.startOffsets());
            DeadLetters deadLetters = new DeadLetters(producer);
            Batcher batcher = new Batcher(
                    config.batch(),
                    config.intake().dedupeWindow(),
                    intake,
                    replay,
                    ledger,
                    deadLetters,
                    System::nanoTime);
            SnapshotPublisher snapshots = new SnapshotPublisher(
                    lineage(config, backbone, clock),
                    new FileSnapshotStore(config.snapshot().store()),
                    producer,
                    clock);
            intake.start();
            new Trainer(
                            config,
                            intake,
                            batcher,
                            replay,
                            ledger,
                            deadLetters,
                            learner,
                            backbone,
                            snapshots,
                            report,
                            requests,
                            clock,
                            System::nanoTime)
                    .run(stopRequested);
            producer.flush();
            deadLetters.check();
            log.atInfo().addKeyValue("model", config.model()).log("Training stopped in order");
            return 0;
        }
    }

    private static void createTopics(TrainerConfig config) {
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), "slipstream-trainer-" + config.model()))) {
            TopicCreator.create(
                    admin,
                    BROKER_DEFAULT,
                    List.of(
                            Topics.IMAGES,
                            Topics.IMAGES_DEAD_LETTER,
                            Topics.TRAINING_METRICS,
                            Topics.MODEL_SNAPSHOTS,
                            Topics.TRAINING_REQUESTS));
        }
    }

    private static Lineage lineage(TrainerConfig config, Backbone backbone, Clock clock) {
        return new Lineage(
                config.model(),
                RUN.format(clock.instant()),
                config.method().toString(),
                backbone.name(),
                backbone.dim(),
                backbone.imageSize(),
                config.seed(),
                ConfigLoader.hash(config),
                Optional.ofNullable(TrainCommand.class.getPackage().getImplementationVersion())
                        .orElse("development"));
    }
}
