package io.slipstream.deploy.chaos;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.report.RunOptions;
import io.slipstream.trainer.method.MethodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream chaos kill}: is a trainer that is killed again and again the same as one that is not? */
@Command(
        name = "kill",
        description = {
            "Trains on a topic of synthetic images with SIGKILL at random moments, while checkpoints are written and",
            "committed, and while they are restored; then compares with a run that nobody disturbed.",
            "",
            "For each method three models are trained to the end of the topic, with a broker and a registry of their own:",
            "one undisturbed, one whose trainers are killed, and one that starts with nothing learned where a killed one",
            "stood. The first two must end in the same state, bit for bit, with the same snapshots, each announced once,",
            "and every record counted once; the third must not.",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all of that holds",
            "1:something does not, or a process failed; the last lines say what, and where the logs are",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class KillCommand implements Callable<Integer> {
    /** What a trainer reads in about half a second on one core. */
    private static final int IMAGES_PER_KILL = 300;

    /** Enough for the replay buffer to overflow a few times. */
    private static final int FEWEST_IMAGES = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "How often to kill the trainers of each method (default: ${DEFAULT-VALUE}).")
    private int times = 25;

    private List<MethodName> methods = List.of(MethodName.BYOL);

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Different images on the topic (default: " + IMAGES_PER_KILL + " per kill, at least "
                    + FEWEST_IMAGES + ").")
    private Optional<Integer> images = Optional.empty();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--keep",
            description = "Keep the run's topics, checkpoints, snapshots and logs even if all is well.")
    private boolean keep;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "The method to train, or all, one after the other (default: byol).")
    void choose(String method) {
        methods = Arrays.stream(MethodName.values())
                .filter(name -> method.equals("all") || method.equals(name.toString()))
                .toList();
        if (methods.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--method: found '%s', allowed: all or one of %s"
                            .formatted(method, Arrays.toString(MethodName.values())));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions.check(spec, "--times", times, 1, 1_000);
        RunOptions.check(spec, "--partitions", partitions, 1, 64);
        int count = images.orElse(Math.max(FEWEST_IMAGES, times * IMAGES_PER_KILL));
        RunOptions.check(spec, "--images", count, partitions * 10, 1_000_000);
        Instant now = Instant.now();
        Path directory = run.directory("kill", now);
        ChaosOptions options = new ChaosOptions(times, methods, partitions, count, run.seed(), directory);
        Display display = Display.onStandardOutput();
        ChaosReport report = new ChaosRun(options, Installation.current(), Installation.LAUNCHER, display, now).run();
        ChaosTable.of(report).forEach(display::line);
        run.write(report, display);
        if (report.passed() && !keep) {
            delete(directory);
        } else {
            display.line("topics, checkpoints, snapshots and logs in " + directory);
        }
        return report.passed() ? 0 : 1;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
