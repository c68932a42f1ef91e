package io.slipstream.deploy.bench.continual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import io.slipstream.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One model's trainer, which is stopped at the end of each task and goes on at the next as if it had never stopped.
 *
 * <p>That its resume is exact is what makes this the same as one trainer, without it being told of tasks.
 */
final class TaskTrainer {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> JVM = List.of("-Xmx2g", "-XX:+UseSerialGC", "-Xshare:auto");

    private final String launcher;
    private final Path directory;
    private final Path config;
    private int lives;

    private TaskTrainer(String launcher, Path directory, Path config) {
        this.launcher = launcher;
        this.directory = directory;
        this.config = config;
    }

    /**
     * The trainer of a model that does not exist yet.
     *
     * @param launcher main class that has {@code train} as a command
     * @param directory of its own
     * @param settings keys of its configuration, dotted
     */
    static TaskTrainer of(String launcher, Path directory, Map<String, Object> settings) throws IOException {
        Files.createDirectories(directory);
        Path config = directory.resolve("trainer.yaml");
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("snapshot.store", directory.resolve("snapshots").toString());
        all.put("checkpoint.store", directory.resolve("checkpoints").toString());
        YAML.writeValue(config.toFile(), nested(all));
        return new TaskTrainer(launcher, directory, config);
    }

    /** Dotted keys as sections. */
    static Map<String, Object> nested(Map<String, Object> dotted) {
        Map<String, Object> root = new LinkedHashMap<>();
        dotted.forEach((key, value) -> {
            List<String> path = List.of(key.split("\\."));
            Map<String, Object> section = root;
            for (String name : path.subList(0, path.size() - 1)) {
                section = section(section, name);
            }
            section.put(path.get(path.size() - 1), value);
        });
        return root;
    }

    @SuppressWarnings("unchecked") // only maps of this kind are put where there are sections
    private static Map<String, Object> section(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }

    /**
     * Trains on what is on the topic, to its end.
     *
     * @return the directory of the snapshot it leaves
     * @throws IOException if it fails, with the end of its log
     */
    Path trainToTheEnd() throws IOException, InterruptedException {
        lives++;
        Path log = directory.resolve("logs").resolve("trainer-%03d.log".formatted(lives));
        JavaCommand command = JavaCommand.slipstream(launcher, JVM, "train", "--config=" + config, "--stop-at-end")
                .from(Installation.current().archive("slipstream"));
        try (ChildProcess trainer = ChildProcess.start("trainer", command, log)) {
            int status = trainer.await();
            if (status != 0) {
                throw new IOException(Readiness.described(trainer, "ended with status " + status));
            }
        }
        return newest();
    }

    private Path newest() throws IOException {
        try (Stream<Path> snapshots = Files.list(directory.resolve("snapshots"))) {
            return snapshots
                    .filter(path -> Files.exists(path.resolve(SnapshotStore.DESCRIPTION)))
                    .max(Comparator.comparingLong(TaskTrainer::step))
                    .orElseThrow(() -> new IOException(directory + ": expected a snapshot, found none"));
        }
    }

    /** The step at which a snapshot was taken. */
    static long step(Path snapshot) {
        return description(snapshot).path("step").asLong();
    }

    /** Images that had been in training by then, replayed ones counted each time. */
    static long imagesSeen(Path snapshot) {
        return description(snapshot).path("imagesSeen").asLong();
    }

    private static JsonNode description(Path snapshot) {
        try {
            return JSON.readTree(snapshot.resolve(SnapshotStore.DESCRIPTION).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
