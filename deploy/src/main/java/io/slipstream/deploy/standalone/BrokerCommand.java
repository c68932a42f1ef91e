package io.slipstream.deploy.standalone;

import io.slipstream.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipstream broker}: the embedded broker in the foreground, until the process is asked to end. */
@Command(
        name = "broker",
        description = "Runs a single-node Kafka broker on 127.0.0.1 until it is interrupted.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(BrokerCommand.class);

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".slipstream", "broker");

    @Option(names = "--port", description = "Port for clients (default: ${DEFAULT-VALUE}).")
    private int port = BrokerServer.PREFERRED_PORT;

    @Option(names = "--controller-port", description = "Port the broker uses for itself (default: ${DEFAULT-VALUE}).")
    private int controllerPort = BrokerServer.PREFERRED_PORT + 1;

    @Override
    public Integer call() throws IOException {
        EmbeddedKafka broker = EmbeddedKafka.start(data, port, controllerPort);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(broker), "broker-stop"));
        log.atInfo()
                .addKeyValue("bootstrap", broker.bootstrapServers())
                .addKeyValue("data", data)
                .log("The broker is ready");
        String fault = broker.fault().join();
        log.atError().addKeyValue("fault", fault).log("The broker failed");
        // An orderly stop of a broker that Kafka itself has given up on may never return.
        Runtime.getRuntime().halt(1);
        return 1;
    }

    private static void close(EmbeddedKafka broker) {
        try {
            broker.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The broker did not stop in order");
        }
    }
}
