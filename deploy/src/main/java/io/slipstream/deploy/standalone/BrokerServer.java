package io.slipstream.deploy.standalone;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The embedded broker as a process of its own, so that nothing that kills an application can kill a broker with it.
 *
 * @param process the process
 * @param port port for clients
 */
public record BrokerServer(ChildProcess process, int port) {
    /** Port for clients unless it is taken. */
    public static final int PREFERRED_PORT = 9092;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final List<String> JVM =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /** Starts the process and returns before it is ready. */
    public static BrokerServer start(Installation installation, Path data, int port, Path logFile) throws IOException {
        return start(command(data, port).from(installation.archive("broker")), port, logFile);
    }

    /** Starts a command made by {@link #command}, changed or not. */
    public static BrokerServer start(JavaCommand command, int port, Path logFile) throws IOException {
        return new BrokerServer(ChildProcess.start("broker", command, logFile), port);
    }

    /** The command line that runs it. */
    public static JavaCommand command(Path data, int port) {
        return JavaCommand.slipstream(
                Installation.LAUNCHER,
                JVM,
                "broker",
                "--data=" + data,
                "--port=" + port,
                "--controller-port=" + LoopbackPort.preferably(port + 1));
    }

    /** The address for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Returns when clients can connect. */
    public void awaitReady() throws IOException, InterruptedException {
        Readiness.await(process, START_LIMIT, () -> !LoopbackPort.isFree(port));
    }
}
