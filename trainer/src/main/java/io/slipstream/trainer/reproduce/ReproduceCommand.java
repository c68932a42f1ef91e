package io.slipstream.trainer.reproduce;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.trainer.StepProgress;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.report.JsonReport;
import io.slipstream.trainer.scan.TopicScan;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipstream reproduce}: whether a snapshot comes out the same when its training steps are taken again. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the training steps between a snapshot and the one before it again, on the same records in the same"
                    + " order, and compares the outcome with the snapshot and its checkpoint bit by bit.",
            "Changes nothing, and may run beside the trainer. Needs the checkpoints of both snapshots and the records"
                    + " between them. The method and all its settings are those that were recorded.",
            "Equal bits take the versions, number of threads and kind of machine of then; what differs is said."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the snapshot is identical to the last bit",
            "1:it is not, or what is needed to tell is not there",
            "2:the configuration or the command line has mistakes"
        })
public final class ReproduceCommand implements Callable<Integer> {

    private static final String CLIENT = "slipstream-reproduce";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SNAPSHOT_ID", description = "Id of the snapshot.")
    private String snapshot = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The trainer's configuration, which says where broker, registry and stores are now; defaults"
                    + " where it is silent.")
    private @Nullable Path configFile;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all that was found as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainerConfig here;
        try {
            here = ConfigLoader.loadOrDefaults(configFile, TrainerConfig.class);
        } catch (ConfigException e) {
            return failed(2, e.getMessage());
        }
        ReproductionReport report;
        try {
            report = reproduce(here);
        } catch (NotReproducibleException | EncoderException e) {
            return failed(1, e.getMessage());
        } catch (KafkaException e) {
            return failed(
                    1,
                    "The snapshot could not be reproduced (bootstrap.servers "
                            + here.kafka().get("bootstrap.servers") + "): " + e.getMessage());
        }
        spec.commandLine().getOut().print(report.text());
        spec.commandLine().getOut().flush();
        if (json != null) {
            JsonReport.write(json, report);
        }
        return report.identical() ? 0 : 1;
    }

    private ReproductionReport reproduce(TrainerConfig here)
            throws NotReproducibleException, EncoderException, IOException, InterruptedException {
        try (SchemaRegistryClient registry = Registry.connect(here.registry());
                TopicScan topics = TopicScan.open(here.kafka(), CLIENT);
                StepProgress progress = new StepProgress("reproducing", Terminal.isInteractive(), System::nanoTime)) {
            Rerun rerun = new Rerun(here.kafka(), CLIENT, registry, progress, Clock.systemUTC());
            return new Reproduction(here, new KeyedRecords(topics, registry), rerun).of(snapshot);
        }
    }

    private int failed(int exitCode, @Nullable String message) {
        spec.commandLine().getErr().println(message);
        return exitCode;
    }
}
