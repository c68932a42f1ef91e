package io.slipstream.deploy.chaos.ingest;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A service that is killed and started again, with a log for each of its lives. Not thread-safe. */
final class Mortal implements AutoCloseable {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> JVM =
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
     * @param directory where its configuration and its logs go
     */
    Mortal(String name, String launcher, String command, Map<String, Object> config, Path directory)
            throws IOException {
        this.name = name;
        this.logs = directory.resolve("logs");
        Files.createDirectories(directory);
        Path file = directory.resolve(name + ".yaml");
        YAML.writeValue(file.toFile(), config);
        this.command = JavaCommand.slipstream(launcher, JVM, command, "--config=" + file);
        this.process = start();
    }

    private ChildProcess start() throws IOException {
        lives++;
        return ChildProcess.start(name, command, logs.resolve("%s-%03d.log".formatted(name, lives)));
    }

    String name() {
        return name;
    }

    /** Its present life. */
    ChildProcess process() {
        return process;
    }

    int lives() {
        return lives;
    }

    /** Ends it at once with SIGKILL and starts it again; if it had ended by itself, it is only started again. */
    void killAndStart() throws IOException, InterruptedException {
        process.kill();
        process.await();
        process = start();
    }

    @Override
    public void close() {
        process.close();
    }
}
