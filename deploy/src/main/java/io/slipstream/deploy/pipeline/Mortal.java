package io.slipstream.deploy.pipeline;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A service that can be killed and started again, with a log for each of its lives. Not thread-safe. */
public final class Mortal implements AutoCloseable {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Starts fast, and is slow afterwards: for a service that lives for seconds. */
    public static final List<String> SHORT_LIVED =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final String name;
    private final JavaCommand command;
    private final Path logs;
    private ChildProcess process;
    private int lives;

    /**
     * Starts a service.
     *
     * @param launcher main class that has {@code command}
     * @param jvm options of its JVM
     * @param directory where its configuration and its logs go
     */
    public Mortal(
            String name, String launcher, List<String> jvm, String command, Map<String, Object> config, Path directory)
            throws IOException {
        this.name = name;
        this.logs = directory.resolve("logs");
        Files.createDirectories(directory);
        Path file = directory.resolve(name + ".yaml");
        YAML.writeValue(file.toFile(), config);
        this.command = JavaCommand.slipstream(launcher, jvm, command, "--config=" + file);
        this.process = start();
    }

    private ChildProcess start() throws IOException {
        lives++;
        return ChildProcess.start(name, command, logs.resolve("%s-%03d.log".formatted(name, lives)));
    }

    /** Name for people and files. */
    public String name() {
        return name;
    }

    /** Its present life. */
    public ChildProcess process() {
        return process;
    }

    /** How often it has been started. */
    public int lives() {
        return lives;
    }

    /** Ends it at once with SIGKILL and starts it again; if it had ended by itself, it is only started again. */
    public void killAndStart() throws IOException, InterruptedException {
        process.kill();
        process.await();
        process = start();
    }

    /**
     * Waits until it says at {@code /readyz} that it is ready.
     *
     * @throws IOException if it ends first or takes longer, with the end of its log
     */
    public void awaitReady(URI address, Duration limit) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/readyz"))
                .timeout(limit)
                .build();
        Readiness.await(process, limit, () -> {
            try {
                return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    @Override
    public void close() {
        process.close();
    }
}
