package io.slipstream.ingest.curation;

import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.service.StatusServer;
import io.slipstream.schemas.service.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipstream curate}: the command and composition root of curation. */
@Command(
        name = "curate",
        mixinStandardHelpOptions = true,
        description = "Reads images.raw, keeps what is worth learning from, and writes it to images, exactly once.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped when asked",
            "1:the broker, the registry or curation itself failed; nothing is lost, start it again",
            "2:the configuration has mistakes"
        })
public final class CurateCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(CurateCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of curation; defaults where it is silent.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws Exception {
        CurationConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, CurationConfig.class);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        return StopSignal.guard(stop -> run(config, stop::requested));
    }

    /** Runs until {@code stopped} or a failure; returns the exit code. */
    @SuppressWarnings("try") // the server answers by itself
    static int run(CurationConfig config, BooleanSupplier stopped) throws Exception {
        log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
        try (CurationService service = CurationService.start(config, stopped);
                StatusServer server = serve(service, config)) {
            CurationProgress progress = new CurationProgress(service, config.reportInterval(), System.nanoTime());
            while (!stopped.getAsBoolean() && !service.awaitEnd(CurationProgress.STEP)) {
                progress.update(System.nanoTime());
            }
            return exitCode(service.failure(), stopped);
        } catch (IOException | UnavailableException | KafkaException e) {
            log.atError().setCause(e).log("Curation failed: " + e.getMessage());
            return 1;
        }
    }

    /** A server where one is asked for. */
    private static @Nullable StatusServer serve(CurationService service, CurationConfig config) throws IOException {
        Optional<ListenAddress> address = config.listenAddress();
        return address.isEmpty() ? null : CurationServer.start(service, config.applicationId(), address.get());
    }

    private static int exitCode(Optional<Throwable> failure, BooleanSupplier stopped) {
        failure.ifPresent(problem -> log.atError()
                .setCause(problem)
                .log("Curation failed; what was not committed will be read again: " + problem.getMessage()));
        return failure.isEmpty() && stopped.getAsBoolean() ? 0 : 1;
    }
}
