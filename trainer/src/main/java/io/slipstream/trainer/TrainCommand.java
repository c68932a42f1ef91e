package io.slipstream.trainer;

import ai.djl.ndarray.NDManager;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.StopSignal;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.lineage.LineageWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The trainer's command: configuration in, a running {@link TrainingService} out. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Learns an image encoder from a topic, without labels, until it is stopped. A trainer that was"
                + " stopped or killed goes on from its last checkpoint.")
public final class TrainCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(TrainCommand.class);
    private static final short BROKER_DEFAULT = -1;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Trainer configuration; defaults where it is silent.")
    private @Nullable Path configFile;

    @Option(
            names = "--fresh",
            description = "Start a new lineage from nothing although the model has checkpoints to go on from. They stay"
                    + " until they are collected.")
    private boolean fresh;

    @Option(names = "--stop-at-end", description = "Stop once everything on the topic has been trained on.")
    private boolean stopAtEnd;

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
            return StopSignal.guard(stop -> run(config, fresh, stopAtEnd, stop::requested));
        } catch (Exception e) {
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            log.atError()
                    .setCause(reason)
                    .addKeyValue("model", config.model())
                    .log("Training ended: " + reason.getMessage());
            return 1;
        }
    }

    /** Trains until asked to stop; returns the exit code. */
    static int run(TrainerConfig config, boolean fresh, boolean stopAtEnd, BooleanSupplier stopRequested)
            throws Exception {
        return run(config, fresh, stopAtEnd, stopRequested, Clock.systemUTC());
    }

    /** The same by another clock. */
    static int run(TrainerConfig config, boolean fresh, boolean stopAtEnd, BooleanSupplier stopRequested, Clock clock)
            throws Exception {
        log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
        createTopics(config);
        Devices devices = Devices.parse(config.device(), Torch.gpus());
        try (SchemaRegistryClient registry = Registry.connect(config.registry());
                LineageWriter writer = LineageWriter.takeOver(
                        config.model(),
                        codeVersion(),
                        config.kafka(),
                        registry,
                        clock,
                        config.checkpoint().giveUpAfter());
                NDManager torch = Torch.start(config.threads(), devices.first())) {
            new TrainingService(config, registry, writer, torch, devices, stopRequested, stopAtEnd, clock).run(fresh);
            log.atInfo().addKeyValue("model", config.model()).log("Training stopped in order");
            return 0;
        }
    }

    /** Version of the trainer. */
    public static String codeVersion() {
        return Optional.ofNullable(TrainCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static void createTopics(TrainerConfig config) {
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), "slipstream-trainer-" + config.model()))) {
            TopicCreator.create(admin, BROKER_DEFAULT, topics(config.intake().topic()));
        }
    }

    /** What it reads, where that is a topic of the pipeline, and all it writes. */
    private static List<Topic<?>> topics(String read) {
        return Stream.<Topic<?>>concat(
                        Stream.of(Topics.IMAGES, Topics.IMAGES_RAW)
                                .filter(topic -> topic.name().equals(read)),
                        Stream.of(
                                Topics.IMAGES_DEAD_LETTER,
                                Topics.TRAINING_METRICS,
                                Topics.MODEL_CHECKPOINTS,
                                Topics.MODEL_SNAPSHOTS,
                                Topics.MODEL_CHANNELS,
                                Topics.TRAINING_REQUESTS))
                .toList();
    }
}
