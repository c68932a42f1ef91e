package io.slipstream.trainer.audit;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.report.JsonReport;
import io.slipstream.trainer.scan.TopicScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream verify-ledger}: whether what a model says it has read agrees with itself and with the topics. */
@Command(
        name = "verify-ledger",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the account that a model keeps of the stream: that every ledger adds up, that no record is counted"
                    + " twice, that snapshots and checkpoints agree, and that both agree with the image topic and the"
                    + " dead letters.",
            "Reads the image topic from where the model began; changes nothing, and may run beside the trainer.",
            "What retention has deleted is told as beyond proof. An image topic that is compacted holds fewer records than"
                    + " were read, and shows as broken."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every check holds, as far as the topics still hold what proves it",
            "1:a check is broken, or the topics could not be read",
            "2:the configuration or the command line has mistakes, or there is no checkpoint of the model"
        })
public final class VerifyLedgerCommand implements Callable<Integer> {

    private static final String CLIENT = "slipstream-verify-ledger";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The trainer's configuration, which says where broker and registry are; defaults where it is"
                    + " silent.")
    private @Nullable Path configFile;

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "Model id of the lineage; that of the configuration by default.")
    private @Nullable String model;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all that was found as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        TrainerConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, TrainerConfig.class);
        } catch (ConfigException e) {
            return failed(2, e.getMessage());
        }
        Evidence evidence;
        try {
            evidence = read(config);
        } catch (KafkaException e) {
            return failed(
                    1,
                    "The ledger could not be verified (bootstrap.servers "
                            + config.kafka().get("bootstrap.servers") + "): " + e.getMessage());
        }
        if (evidence.lineage().last().isEmpty()) {
            return failed(2, nothingFound(evidence));
        }
        AuditReport report = AuditReport.of(evidence);
        spec.commandLine().getOut().print(AuditTable.of(report));
        spec.commandLine().getOut().flush();
        if (json != null) {
            JsonReport.write(json, report);
        }
        return report.verdict() == Verdict.BROKEN ? 1 : 0;
    }

    private Evidence read(TrainerConfig config) throws IOException {
        try (SchemaRegistryClient registry = Registry.connect(config.registry());
                TopicScan topics = TopicScan.open(config.kafka(), CLIENT);
                ScanProgress progress = new ScanProgress(Terminal.isInteractive(), System::nanoTime)) {
            return new EvidenceReader(topics, registry, progress)
                    .read(Objects.requireNonNullElse(model, config.model()));
        }
    }

    private static String nothingFound(Evidence evidence) {
        return "Expected checkpoints of model " + evidence.model() + " on " + Topics.MODEL_CHECKPOINTS.name()
                + ", found those of "
                + evidence.allLineages().stream()
                        .filter(lineage -> lineage.last().isPresent())
                        .map(Lineage::model)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private int failed(int exitCode, @Nullable String message) {
        spec.commandLine().getErr().println(message);
        return exitCode;
    }
}
