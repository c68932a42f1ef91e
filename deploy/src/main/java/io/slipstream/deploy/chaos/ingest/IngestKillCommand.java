package io.slipstream.deploy.chaos.ingest;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.report.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slipstream chaos ingest}: does every acknowledged image arrive, once? */
@Command(
        name = "ingest",
        description = {
            "Sends images through the gateway and from a directory while gateway, curation and the sender of the directory",
            "are killed with SIGKILL in turns and started again, with a broker and a registry of their own. Every image",
            "that was acknowledged, and every file, must arrive on the topic of images exactly once.",
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
public final class IngestKillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "How often to kill each of the three services (default: ${DEFAULT-VALUE}).")
    private int times = 5;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "Images in the directory, sent at 100 a second (default: ${DEFAULT-VALUE}).")
    private int files = 3_000;

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions.check(spec, "--times", times, 1, 1_000);
        RunOptions.check(spec, "--files", files, 1, 1_000_000);
        Instant now = Instant.now();
        Path directory = run.directory("ingest", now);
        Display display = Display.onStandardOutput();
        IngestChaosOptions options = new IngestChaosOptions(times, files, run.seed(), directory);
        IngestReport report = new IngestTrial(options, Installation.current(), Installation.LAUNCHER, display).run(now);
        report.lines().forEach(display::line);
        run.write(report, display);
        display.line("topics, files and logs in " + directory);
        return report.passed() ? 0 : 1;
    }
}
