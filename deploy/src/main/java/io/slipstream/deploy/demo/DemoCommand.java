package io.slipstream.deploy.demo;

import io.slipstream.deploy.demo.DemoOptions.Script;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.BrokerServer;
import io.slipstream.deploy.standalone.RegistryServer;
import io.slipstream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code slipstream demo}: the whole pipeline on this machine. */
@Command(
        name = "demo",
        description = {
            "Runs the whole pipeline on this machine: a broker, a registry, ingest, trainer and evaluator.",
            "Stops by itself after --for, or in order at Ctrl-C; a second Ctrl-C ends it at once."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything ran, a snapshot was scored, and every record of the stream is accounted for",
            "1:something of that is not so; the last lines say what",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final int ENDED_BY_SECOND_INTERRUPT = 130;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Stop after this time, for instance 90s, 3m or 1h30m.")
    private Optional<Duration> duration = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Write a report as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Train on the images of this directory, tar or zip instead of the synthetic camera's.")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--probe",
            paramLabel = "PATH",
            description =
                    "Score with the images of this directory, tar or zip, labelled by the names of their folders.")
    private Optional<Path> probe = Optional.empty();

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            converter = RecipeName.class,
            description = "Train by this recipe instead of the demo's own; 'slipstream recipes' lists them.")
    private Optional<Recipe> recipe = Optional.empty();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            converter = ScenarioName.class,
            description = {
                "Watch drift and promote snapshots as well, and do this to the pipeline in mid-run: quiet (nothing),",
                "lamp-change (the data drift) or bad-learning-rate (the encoder does)."
            })
    private Optional<Scenario> scenario = Optional.empty();

    @Option(
            names = "--disturb-after",
            paramLabel = "TIME",
            converter = Time.class,
            description =
                    "When the scenario happens, from the start of the stream (default: 4m; the run ends 3m later).")
    private Duration disturbAfter = Scenario.DISTURBED_AFTER;

    @Option(names = "--seed", description = "Seed of the camera and the trainer (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory for topics, schemas, snapshots, checkpoints and logs (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".slipstream");

    @Option(names = "--port", description = "Port of the broker, if it is free (default: ${DEFAULT-VALUE}).")
    private int port = BrokerServer.PREFERRED_PORT;

    @Option(names = "--registry-port", description = "Port of the registry, if it is free (default: ${DEFAULT-VALUE}).")
    private int registryPort = RegistryServer.PREFERRED_PORT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Display display = Display.onStandardOutput();
        StopSignal stop = new StopSignal();
        DemoOptions options = new DemoOptions(
                scenario.isPresent()
                        ? Optional.of(duration.orElse(disturbAfter.plus(Scenario.OBSERVED_FOR)))
                        : duration,
                images,
                probe,
                recipe,
                scenario.map(chosen -> new Script(chosen, disturbAfter)),
                seed,
                data,
                port,
                registryPort);
        Demo demo = new Demo(options, Installation.current(), Installation.LAUNCHER, display, Clock.systemUTC(), stop);
        Interrupts.deliverTo(() -> interrupted(stop, demo));

        Demo.Outcome outcome = demo.run();
        ProgressText.summary(outcome).forEach(display::line);
        if (report.isPresent()) {
            outcome.report().write(report.get());
            display.line("report in " + report.get());
        }
        return outcome.problems().isEmpty() ? 0 : 1;
    }

    private static void interrupted(StopSignal stop, Demo demo) {
        if (stop.requested()) {
            demo.kill();
            Runtime.getRuntime().halt(ENDED_BY_SECOND_INTERRUPT);
        }
        stop.request();
    }

    /** Reads the names of recipes. */
    public static final class RecipeName implements ITypeConverter<Recipe> {
        @Override
        public Recipe convert(String text) {
            return Recipe.named(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "found '" + text + "', allowed: " + String.join(", ", Recipe.names())));
        }
    }

    /** Reads the names of scenarios. */
    public static final class ScenarioName implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String text) {
            return Scenario.named(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "found '" + text + "', allowed: quiet, lamp-change, bad-learning-rate"));
        }
    }

    /** Reads times such as 90s, 3m and 1h30m. */
    public static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Duration.parse("PT" + text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("found '" + text + "', allowed: a time such as 90s, 3m or 1h30m");
            }
        }
    }
}
