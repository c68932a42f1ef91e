package io.slipstream.deploy.standalone;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipstream registry}: the schema registry in the foreground, until the process is asked to end. */
@Command(
        name = "registry",
        description = "Runs a schema registry with Confluent's API on 127.0.0.1 until it is interrupted.",
        mixinStandardHelpOptions = true)
public final class RegistryCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RegistryCommand.class);

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".slipstream", "registry");

    @Option(names = "--port", description = "Port for clients (default: ${DEFAULT-VALUE}).")
    private int port = RegistryServer.PREFERRED_PORT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!LoopbackPort.isFree(port)) {
            throw new IOException(
                    "The registry port 127.0.0.1:%d is in use by another process: stop that process, or choose another port with --port."
                            .formatted(port));
        }
        RegistryServer registry =
                RegistryServer.start(Installation.current(), data, port, data.resolve("registry.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(registry.process()::close, "registry-stop"));
        registry.awaitReady();
        log.atInfo()
                .addKeyValue("url", registry.url())
                .addKeyValue("log", registry.process().logFile())
                .log("The schema registry is ready");
        return registry.process().await();
    }
}
