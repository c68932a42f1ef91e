package io.slipstream.trainer.anneal;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.StepProgress;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.lineage.AnnouncedCheckpoints;
import io.slipstream.trainer.report.JsonReport;
import io.slipstream.trainer.scan.TopicScan;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream anneal}: makes a release of a checkpoint on a branch beside training. */
@Command(
        name = "anneal",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a release: a copy of the newest healthy checkpoint takes some more steps, on its replay buffer and the"
                    + " newest images of the stream, while its learning rate falls; the encoder is published on"
                    + " model-snapshots, and the copy dropped.",
            "Training goes on as if nothing had happened, and may be running: it is neither stopped nor fenced.",
            "How to learn is as it was recorded in the checkpoint; section anneal of the configuration says how to"
                    + " anneal. Done again, it leads to the same bits, as long as the records are there."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the release is published",
            "1:it could not be made or published; what was published before is as it was",
            "2:the configuration or the command line has mistakes"
        })
public final class AnnealCommand implements Callable<Integer> {

    private static final String CLIENT = "slipstream-anneal";
    private static final int LONGEST_WAIT_MILLIS = 10_000; // for a broker; the client's minute is long for a person

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--checkpoint",
            paramLabel = "ID",
            description = "The checkpoint to make it of; the newest healthy one by default.")
    private @Nullable String checkpoint;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The trainer's configuration, which says where broker, registry and stores are, what computes,"
                            + " and how to anneal; defaults where it is silent.")
    private @Nullable Path configFile;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes what was done as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainerConfig here;
        try {
            here = ConfigLoader.loadOrDefaults(configFile, TrainerConfig.class);
        } catch (ConfigException e) {
            return failed(2, e.getMessage());
        }
        AnnealReport report;
        try {
            report = AnnealReport.of(anneal(here));
        } catch (NotAnnealedException | EncoderException e) {
            return failed(1, e.getMessage());
        } catch (SnapshotConflictException e) {
            return failed(1, conflict(e));
        } catch (ExecutionException e) {
            return failed(1, notPublished(here, Objects.requireNonNullElse(e.getCause(), e)));
        } catch (KafkaException e) {
            return failed(1, notPublished(here, e));
        }
        spec.commandLine().getOut().print(report.text());
        spec.commandLine().getOut().flush();
        if (json != null) {
            JsonReport.write(json, report);
        }
        return 0;
    }

    private ModelSnapshot anneal(TrainerConfig here)
            throws NotAnnealedException, EncoderException, ExecutionException, IOException, InterruptedException {
        try (SchemaRegistryClient registry = Registry.connect(here.registry());
                TopicScan topics = TopicScan.open(here.kafka(), CLIENT);
                StepProgress progress = new StepProgress("annealing", Terminal.isInteractive(), System::nanoTime)) {
            Origin origin = Origin.read(
                    Origin.choose(
                            AnnouncedCheckpoints.of(here.model(), topics, registry),
                            Optional.ofNullable(checkpoint),
                            here.model()),
                    new CheckpointReader(here.checkpoint().store()));
            ModelSnapshot release = new ReleaseMaker(here, registry, topics, progress, Clock.systemUTC()).make(origin);
            announce(release, here, registry);
            return release;
        }
    }

    /** By a producer of its own, in no transaction: the trainer's would be fenced by another one of its id. */
    private static void announce(ModelSnapshot release, TrainerConfig here, SchemaRegistryClient registry)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = KafkaSettings.producer(here.kafka(), CLIENT);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WAIT_MILLIS);
        try (Producer<String, ModelSnapshot> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(registry))) {
            producer.send(new ProducerRecord<>(Topics.MODEL_SNAPSHOTS.name(), release.getSnapshotId(), release))
                    .get();
        }
    }

    private static String conflict(SnapshotConflictException e) {
        return "This checkpoint was annealed before for as many steps, with another outcome: settings, versions or kind of"
                + " machine have changed, or some of the newest records are gone. " + e.getMessage();
    }

    private static String notPublished(TrainerConfig here, Throwable cause) {
        return "The release was not published (bootstrap.servers "
                + here.kafka().get("bootstrap.servers") + "): " + cause.getMessage();
    }

    private int failed(int exitCode, @Nullable String message) {
        spec.commandLine().getErr().println(message);
        return exitCode;
    }
}
