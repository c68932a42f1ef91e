package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.evaluator.watch.row.Counts;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.ListenAddress;
import io.slipstream.schemas.service.StatusServer;
import io.slipstream.schemas.service.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipstream drift}: the command and composition root of the watch over the stream. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description =
                "Watches the stream of images for drift, per source and over all, and publishes a report per window.",
        subcommands = AnchorCommand.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped when asked",
            "1:the broker, the registry, a store or the watch itself failed; nothing is lost, start it again",
            "2:the configuration has mistakes"
        })
public final class DriftCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(DriftCommand.class);
    private static final Duration STEP = Duration.ofMillis(200);

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration; defaults where it is silent.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws Exception {
        DriftConfig config;
        try {
            config = ConfigLoader.loadOrDefaults(configFile, DriftConfig.class);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        return StopSignal.guard(asked -> {
            var stop = new io.slipstream.evaluator.topic.StopSignal();
            asked.onRequest(stop::give);
            return run(config, stop);
        });
    }

    /** Runs until asked to stop or a failure; returns the exit code. */
    @SuppressWarnings("try") // the server answers by itself
    static int run(DriftConfig config, io.slipstream.evaluator.topic.StopSignal stop) throws Exception {
        log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
        try (DriftService service = DriftService.start(config, stop);
                StatusServer server = serve(service, config)) {
            long reported = System.nanoTime();
            while (!stop.isGiven() && !service.awaitEnd(STEP)) {
                if (System.nanoTime() - reported >= config.reportInterval().toNanos()) {
                    reported = System.nanoTime();
                    report(service);
                }
            }
            return exitCode(service.failure(), stop.isGiven());
        } catch (Retry.StoppedException stopped) {
            return 0;
        } catch (IOException | UnavailableException | KafkaException e) {
            log.atError().setCause(e).log("The watch failed: " + e.getMessage());
            return 1;
        }
    }

    /** A server where one is asked for. */
    private static @Nullable StatusServer serve(DriftService service, DriftConfig config) throws IOException {
        Optional<ListenAddress> address = config.listenAddress();
        return address.isEmpty() ? null : DriftServer.start(service, config.applicationId(), address.get());
    }

    private static void report(DriftService service) {
        try {
            Map<String, Counts> counts = service.counts();
            log.atInfo()
                    .addKeyValue("streams", counts.size())
                    .addKeyValue(
                            "seen",
                            counts.values().stream().mapToLong(Counts::seen).sum())
                    .addKeyValue(
                            "looked",
                            counts.values().stream().mapToLong(Counts::looked).sum())
                    .addKeyValue(
                            "undecodable",
                            counts.values().stream()
                                    .mapToLong(Counts::undecodable)
                                    .sum())
                    .addKeyValue(
                            "unembedded",
                            counts.values().stream()
                                    .mapToLong(Counts::unembedded)
                                    .sum())
                    .log("Watching");
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            log.atInfo().addKeyValue("state", service.state()).log("Watching: partitions are moving");
        }
    }

    private static int exitCode(Optional<Throwable> failure, boolean stopped) {
        failure.ifPresent(problem -> log.atError()
                .setCause(problem)
                .log("The watch failed; what was not committed will be read again: " + problem.getMessage()));
        return failure.isEmpty() && stopped ? 0 : 1;
    }
}
