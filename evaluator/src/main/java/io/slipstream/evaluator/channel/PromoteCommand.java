package io.slipstream.evaluator.channel;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.channel.log.ChannelTopics;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.channel.log.FencedException;
import io.slipstream.evaluator.channel.log.UnreadableHistoryException;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream promote}: decides which snapshot each channel serves until it is told to stop. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = {
            "Moves evaluated snapshots from candidate over shadow to stable by configured gates, takes a stable one back"
                    + " that turns out bad, and answers what people ask for with 'slipstream snapshots'.",
            "One running promoter per model; a second one takes over from the first, which ends."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:failed, for instance because another promoter took over or the broker did not answer for too long",
            "2:the configuration or the command line cannot be used"
        })
public final class PromoteCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(PromoteCommand.class);

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML; see the reference page.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        try {
            PromoterConfig loaded = ConfigLoader.loadOrDefaults(config, PromoterConfig.class);
            log.atInfo().addKeyValue("config", ConfigLoader.hash(loaded)).log("Starting the promoter");
            log.atDebug().log("Effective configuration:\n{}", ConfigLoader.effectiveYaml(loaded));
            return StopSignal.guard(stop -> run(loaded, stop));
        } catch (ConfigException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            return UNUSABLE;
        } catch (FencedException | UnreadableHistoryException ended) {
            log.atError().log(String.valueOf(ended.getMessage()));
            return FAILED;
        } catch (Exception failed) {
            log.atError().setCause(failed).log("The promoter failed");
            return FAILED;
        }
    }

    private static int run(PromoterConfig config, StopSignal stop) throws IOException {
        io.slipstream.evaluator.topic.StopSignal waits = new io.slipstream.evaluator.topic.StopSignal();
        stop.onRequest(waits::give);
        Clock clock = Clock.systemUTC();
        try (SchemaRegistryClient registry = Registry.connect(config.registry())) {
            Connection connection =
                    new Connection(config.model(), config.kafka(), registry, new Retry(config.retry(), clock, waits));
            ChannelTopics.prepare(connection);
            try (Promoter promoter = Promoter.takeOver(connection, config.gates(), config.quietAfter(), clock)) {
                stop.onRequest(promoter::stop);
                promoter.run();
            }
        } catch (Retry.StoppedException stopped) {
            log.atDebug().log("Stopped before deciding began");
        }
        return OK;
    }
}
