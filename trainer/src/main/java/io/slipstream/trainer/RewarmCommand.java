package io.slipstream.trainer;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.TrainingAction;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream rewarm}: asks a running trainer to start its learning rate's schedule anew. */
@Command(
        name = "rewarm",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a running trainer to warm its learning rate up again, for instance because the stream has changed.",
            "The trainer does so at its next report of metrics; one that starts later does not."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the broker has the request",
            "1:the broker or the registry failed",
            "2:the configuration or the command line has mistakes"
        })
public final class RewarmCommand implements Callable<Integer> {

    private static final int LONGEST_WAIT_MILLIS = 10_000; // for a broker; the client's minute is long for a person

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Model id of the trainer; that of the configuration by default.")
    private @Nullable String model;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "asked for on the command line",
            description = "Why, for the trainer's log. Default: ${DEFAULT-VALUE}.")
    private String reason = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The trainer's configuration, which says where broker and registry are; defaults where it is"
                    + " silent.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainerConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, TrainerConfig.class);
        } catch (ConfigException e) {
            return failed(2, e.getMessage());
        }
        TrainingRequest request = TrainingRequest.newBuilder()
                .setModelId(Objects.requireNonNullElse(model, config.model()))
                .setTime(Clock.systemUTC().instant())
                .setAction(TrainingAction.REWARM)
                .setReason(reason)
                .setRequestedBy(System.getProperty("user.name"))
                .build();
        try {
            RecordMetadata sent = send(request, config);
            spec.commandLine()
                    .getOut()
                    .println("Asked the trainer of " + request.getModelId() + " to warm up again (" + sent + ")");
            return 0;
        } catch (ExecutionException e) {
            return failed(1, notSent(config, Objects.requireNonNullElse(e.getCause(), e)));
        } catch (KafkaException e) {
            return failed(1, notSent(config, e));
        }
    }

    private static RecordMetadata send(TrainingRequest request, TrainerConfig config)
            throws ExecutionException, InterruptedException, IOException {
        Map<String, Object> settings = KafkaSettings.producer(config.kafka(), "slipstream-rewarm");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WAIT_MILLIS);
        try (SchemaRegistryClient registry = Registry.connect(config.registry());
                Producer<String, TrainingRequest> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(registry))) {
            return producer.send(new ProducerRecord<>(Topics.TRAINING_REQUESTS.name(), request.getModelId(), request))
                    .get();
        }
    }

    private static String notSent(TrainerConfig config, Throwable cause) {
        return "The request was not sent (bootstrap.servers " + config.kafka().get("bootstrap.servers") + "): "
                + cause.getMessage();
    }

    private int failed(int exitCode, @Nullable String message) {
        spec.commandLine().getErr().println(message);
        return exitCode;
    }
}
