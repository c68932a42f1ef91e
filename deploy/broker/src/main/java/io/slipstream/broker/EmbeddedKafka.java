package io.slipstream.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-node Kafka broker and controller in this JVM, on 127.0.0.1 only, with its data in a directory.
 *
 * <p>Data survive a restart, on the same or on other ports; after an unclean stop the start takes about two seconds more
 * and finishes interrupted transactions. The first start in a JVM takes about 2 s, later ones 0.3 s. Topics are
 * never created by themselves. Kafka's own calls to end the process become exceptions and complete {@link #fault}.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int TRIES_ON_FREE_PORTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private final DirectoryLock lock;
    private final CompletableFuture<String> fault;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, int port, DirectoryLock lock, CompletableFuture<String> fault) {
        this.server = server;
        this.port = port;
        this.lock = lock;
        this.fault = fault;
    }

    /**
     * Starts a broker on free ports.
     *
     * @param directory data directory, created when missing
     * @throws BrokerStartException when another broker runs on the directory or Kafka refuses to start
     */
    public static EmbeddedKafka start(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(directory, LoopbackPort.free(), LoopbackPort.free());
            } catch (BrokerStartException e) {
                if (attempt == TRIES_ON_FREE_PORTS || !isPortTaken(e)) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("attempt", attempt)
                        .log("A port was taken between choice and use; choosing again");
            }
        }
    }

    /**
     * Starts a broker on the given ports.
     *
     * @param directory data directory, created when missing
     * @param port port for clients
     * @param controllerPort port the node uses for itself
     * @throws BrokerStartException when a port is taken, another broker runs on the directory, or Kafka refuses to start
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) throws IOException {
        Files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.tryTake(directory)
                .orElseThrow(() -> new BrokerStartException(
                        "Another broker is running on the data directory %s: stop it, or choose another directory."
                                .formatted(directory.toAbsolutePath()),
                        null));
        CompletableFuture<String> fault = FatalFaults.listen();
        try {
            requireFree("broker", port);
            requireFree("controller", controllerPort);
            KafkaRaftServer server = startServer(directory.toAbsolutePath(), port, controllerPort);
            return new EmbeddedKafka(server, port, lock, fault);
        } catch (IOException | RuntimeException | Error e) {
            FatalFaults.forget(fault);
            lock.close();
            throw e;
        }
    }

    /** The address for the client setting {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port for clients. */
    public int port() {
        return port;
    }

    /** Completes with a description when Kafka asks to end the process: the broker is then beyond use. */
    public CompletableFuture<String> fault() {
        return fault.copy();
    }

    /** Stops the broker in order, so that the next start is a plain one. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                stop(server);
            } finally {
                FatalFaults.forget(fault);
                lock.close();
            }
        }
    }

    private static KafkaRaftServer startServer(Path directory, int port, int controllerPort) throws IOException {
        Path logDirectory = directory.resolve("data");
        Properties settings = BrokerSettings.combined(logDirectory, port, controllerPort);
        format(directory, logDirectory, settings);
        KafkaRaftServer server = null;
        try {
            if (UncleanStop.happened(logDirectory)) {
                UncleanStop.fenceDeadBroker(logDirectory, controllerPort);
            }
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Interrupted while the broker recovered in " + directory, e);
        } catch (RuntimeException | Error e) {
            BrokerStartException failure = failure(directory, port, controllerPort, e);
            stopAfter(failure, server);
            throw failure;
        }
    }

    private static void format(Path directory, Path logDirectory, Properties settings) throws IOException {
        Path file = directory.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        if (Files.exists(logDirectory.resolve("meta.properties"))) {
            return;
        }
        var output = new ByteArrayOutputStream();
        String[] command = {
            "format", "--ignore-formatted", "-t", Uuid.randomUuid().toString(), "-c", file.toString()
        };
        int status = StorageTool.execute(command, new PrintStream(output, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new BrokerStartException(
                    "Kafka could not format %s: %s".formatted(logDirectory, output.toString(StandardCharsets.UTF_8)),
                    null);
        }
    }

    private static void requireFree(String role, int port) throws BrokerStartException {
        if (!LoopbackPort.isFree(port)) {
            throw BrokerStartException.portTaken(role, port, new BindException("Address already in use"));
        }
    }

    private static BrokerStartException failure(Path directory, int port, int controllerPort, Throwable cause) {
        if (!LoopbackPort.isFree(port) && isPortTaken(cause)) {
            return BrokerStartException.portTaken("broker", port, cause);
        }
        return new BrokerStartException(
                "The broker could not start in %s on ports %d and %d: %s"
                        .formatted(directory, port, controllerPort, cause.getMessage()),
                cause);
    }

    private static boolean isPortTaken(Throwable failure) {
        return Stream.<Throwable>iterate(failure, t -> t != null, t -> t.getCause())
                .anyMatch(BindException.class::isInstance);
    }

    /** Without this the threads of a half-started server keep the process alive. */
    private static void stopAfter(Throwable failure, @Nullable KafkaRaftServer server) {
        if (server != null) {
            try {
                stop(server);
            } catch (RuntimeException | Error e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
