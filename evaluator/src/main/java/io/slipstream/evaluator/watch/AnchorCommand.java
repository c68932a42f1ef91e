package io.slipstream.evaluator.watch;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream drift anchor}: asks the watch to take what comes from now on for its anchor. */
@Command(
        name = "anchor",
        mixinStandardHelpOptions = true,
        description = "Has the watch take what comes from now on for its anchor.")
final class AnchorCommand implements Callable<Integer> {

    private static final String CLIENT_ID = "slipstream-drift-anchor";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration of the watch.")
    private @Nullable Path configFile;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            description =
                    "The fixed encoder from now on; the stable snapshot if absent, and if there is none, as it was.")
    private @Nullable String snapshot;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by hand", description = "Why, for the record.")
    private String reason = "by hand";

    @Override
    public Integer call() throws IOException, InterruptedException {
        DriftConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, DriftConfig.class);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        Retry retry = new Retry(config.retry(), Clock.systemUTC(), new StopSignal());
        try (SchemaRegistryClient registry = Registry.connect(config.registry())) {
            new Preparation(config, retry).prepare(registry);
            DriftAnchor request = DriftAnchor.newBuilder()
                    .setApplication(config.applicationId())
                    .setTime(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS))
                    .setSnapshotId(snapshot != null ? snapshot : stable(config, registry, retry))
                    .setReason(reason)
                    .setRequestedBy(System.getProperty("user.name", "unknown"))
                    .build();
            send(config, registry, request);
            say("Asked " + config.applicationId() + " for a new anchor, under "
                    + (request.getSnapshotId() == null ? "the fixed encoder it has" : request.getSnapshotId()));
            return 0;
        } catch (UnavailableException | KafkaException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }

    private static @Nullable String stable(DriftConfig config, SchemaRegistryClient registry, Retry retry) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(config.kafka(), CLIENT_ID),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        try (TopicReader<ChannelPointer> channels = new TopicReader<>(
                Topics.MODEL_CHANNELS, consumer, new AvroDeserializer<>(registry, ChannelPointer.class), retry)) {
            Optional<ChannelPointer> newest = channels.readNew(Duration.ofSeconds(1)).stream()
                    .map(Received::value)
                    .filter(pointer -> pointer.getChannel().equals("stable")
                            && config.model().map(pointer.getModelId()::equals).orElse(true))
                    .max(Comparator.comparing(ChannelPointer::getTime));
            return newest.map(ChannelPointer::getSnapshotId)
                    .filter(id -> !id.isEmpty())
                    .orElse(null);
        }
    }

    private static void send(DriftConfig config, SchemaRegistryClient registry, DriftAnchor request)
            throws InterruptedException {
        try (KafkaProducer<String, DriftAnchor> producer = new KafkaProducer<>(
                KafkaSettings.producer(config.kafka(), CLIENT_ID),
                new StringSerializer(),
                new AvroSerializer<>(registry))) {
            producer.send(new ProducerRecord<>(Topics.DRIFT_ANCHORS.name(), config.applicationId(), request))
                    .get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }

    private void say(String words) {
        if (spec != null) {
            spec.commandLine().getOut().println(words);
        }
    }
}
