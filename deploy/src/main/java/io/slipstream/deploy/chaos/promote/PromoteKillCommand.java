package io.slipstream.deploy.chaos.promote;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.report.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream chaos promote}: is the history of decisions whole, although the promoter is killed? */
@Command(
        name = "promote",
        description = {
            "Publishes snapshots with reports, scores and requests while the promoter is killed with SIGKILL and started",
            "again, with a broker and a registry of its own. The history of decisions must have no gap and nothing twice,",
            "the current pointers must agree with it, nothing revoked may be served, every request must be answered, and",
            "every decision must come out the same when it is made again from the records.",
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
public final class PromoteKillCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", paramLabel = "N", description = "How long to publish (default: ${DEFAULT-VALUE}).")
    private double minutes = 20;

    @Option(names = "--rate", paramLabel = "N", description = "Snapshots per minute (default: ${DEFAULT-VALUE}).")
    private double rate = 2;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How often to kill the promoter (default: ${DEFAULT-VALUE}).")
    private int kills = 2;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of what is published and of the kills (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything that was found as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory in which the run makes one of its own (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".slipstream", "chaos");

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--minutes", minutes, 0.01, 10_000);
        check("--rate", rate, 0.1, 600);
        check("--kills", kills, 0, 1_000);
        Instant now = Instant.now();
        Path directory = data.resolve("promote-" + STAMP.format(now));
        Display display = Display.onStandardOutput();
        PromoteChaosOptions options = new PromoteChaosOptions(minutes, rate, kills, seed, directory);
        PromoteReport report =
                new PromoteTrial(options, Installation.current(), Installation.LAUNCHER, display).run(now);
        report.lines().forEach(display::line);
        if (json.isPresent()) {
            JsonFile.write(json.get(), report);
            display.line("report in " + json.get());
        }
        display.line("topics, artifacts and logs in " + directory);
        return report.passed() ? 0 : 1;
    }

    private void check(String option, double found, double least, double most) {
        if (!(found >= least && found <= most)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: found %s, allowed: a number from %s to %s".formatted(option, found, least, most));
        }
    }
}
