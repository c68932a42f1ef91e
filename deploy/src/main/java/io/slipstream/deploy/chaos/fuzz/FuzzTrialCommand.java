package io.slipstream.deploy.chaos.fuzz;

import io.slipstream.deploy.display.Display;
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

/** {@code slipstream chaos fuzz}: is every hostile image taken, or refused with a reason? */
@Command(
        name = "fuzz",
        description = {
            "Sends hostile images, half of them to the topic and half to the gateway, with a broker, a registry, a gateway",
            "and curation of its own. Every one must be forwarded, dropped or a dead letter with a typed reason; the counts",
            "of the services and what is on the topics must agree; nothing may crash, stand still or outgrow its memory.",
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
public final class FuzzTrialCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--count", paramLabel = "N", description = "How many images (default: ${DEFAULT-VALUE}).")
    private int count = 20_000;

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions.check(spec, "--count", count, 2, 10_000_000);
        Instant now = Instant.now();
        Path directory = run.directory("fuzz", now);
        Display display = Display.onStandardOutput();
        FuzzTrialReport report = new FuzzTrial(count, run.seed(), directory, display).run(now);
        report.lines().forEach(display::line);
        run.write(report, display);
        display.line("topics and logs in " + directory);
        return report.passed() ? 0 : 1;
    }
}
