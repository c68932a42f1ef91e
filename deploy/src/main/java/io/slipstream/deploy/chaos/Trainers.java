package io.slipstream.deploy.chaos;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts the trainers of one trial, each process with a log of its own. */
final class Trainers {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> JVM =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final TrainerPlan plan;
    private final Path archive;
    private final String launcher;

    /**
     * For one trial.
     *
     * @param archive class data archive to start from; it need not exist
     * @param launcher main class that has {@code train} as a command
     */
    Trainers(TrainerPlan plan, Path archive, String launcher) {
        this.plan = plan;
        this.archive = archive;
        this.launcher = launcher;
    }

    /**
     * Starts a trainer that trains to the end of the stream and ends.
     *
     * @param startAt where the model starts if it has no checkpoint
     * @param attempt which trainer of the model this is, from 1
     */
    ChildProcess start(String model, String startAt, int attempt) throws IOException {
        Files.createDirectories(plan.directory());
        Path config = plan.directory().resolve(model + ".yaml");
        YAML.writeValue(config.toFile(), plan.yaml(model, startAt));
        JavaCommand command = JavaCommand.slipstream(launcher, JVM, "train", "--config=" + config, "--stop-at-end")
                .from(archive);
        Path log = plan.directory().resolve("logs").resolve("%s-%03d.log".formatted(model, attempt));
        return ChildProcess.start(model, command, log);
    }
}
