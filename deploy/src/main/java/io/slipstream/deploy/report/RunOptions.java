package io.slipstream.deploy.report;

import io.slipstream.deploy.display.Display;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of a run that follows from a seed, has a directory of its own and ends in a report. A picocli mixin. */
public final class RunOptions {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything that is drawn by lot (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything that was found as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory in which the run makes one of its own (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".slipstream", "chaos");

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** The directory of a run that starts now; not yet made. */
    public Path directory(String run, Instant now) {
        return data.resolve(run + "-" + STAMP.format(now));
    }

    /** Writes the report where one is asked for, and says so. */
    public void write(Record report, Display display) throws IOException {
        if (json.isPresent()) {
            JsonFile.write(json.get(), report);
            display.line("report in " + json.get());
        }
    }

    /**
     * Holds a number that was given to its bounds.
     *
     * @throws ParameterException if it is beyond them
     */
    public static void check(CommandSpec spec, String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: found %d, allowed: a whole number from %d to %d".formatted(option, found, least, most));
        }
    }
}
