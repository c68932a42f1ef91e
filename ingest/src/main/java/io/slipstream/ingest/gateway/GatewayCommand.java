package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipstream gateway}: the command and composition root of the HTTP gateway. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Takes images by HTTP, POST /v1/images, and puts them on the topic images.raw.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:asked to stop; every image answered 202 is on the topic",
            "1:the gateway could not listen",
            "2:the configuration has mistakes"
        })
public final class GatewayCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(GatewayCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Gateway configuration; defaults where it is silent.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws Exception {
        try {
            GatewayConfig config = ConfigLoader.loadOrDefaults(configFile, GatewayConfig.class);
            log.info("Effective configuration:\n{}", ConfigLoader.effectiveYaml(config));
            return StopSignal.guard(stop -> run(config, stop::requested));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    /** Runs until {@code stopped}; returns the exit code. */
    static int run(GatewayConfig config, BooleanSupplier stopped) throws ConfigException, InterruptedException {
        try (Gateway gateway = Gateway.start(config)) {
            gateway.serve(stopped);
            return 0;
        } catch (IOException e) {
            log.atError().setCause(e).log(e.getMessage());
            return 1;
        }
    }
}
