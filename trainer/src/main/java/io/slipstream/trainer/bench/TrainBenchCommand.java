package io.slipstream.trainer.bench;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.service.Terminal;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.recipe.Recipe;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench train}: how fast a configuration trains here, alone or beside PyTorch. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Measures training: the step alone, and the way from encoded images to the end of a step.",
            "With --reference, a PyTorch program does the same work in turns with Slipstream."
        })
public final class TrainBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private Source source = new Source();

    private static final class Source {
        @Option(
                names = {"--recipe", "--method"},
                paramLabel = "NAME",
                description = "The recipe to measure, see slipstream recipes; byol unless named.")
        private String recipe = "byol";

        @Option(names = "--config", paramLabel = "FILE", description = "The trainer configuration to measure.")
        private @Nullable Path config;
    }

    @Option(names = "--network", paramLabel = "NAME", description = "Instead of network.name.")
    private @Nullable String network;

    @Option(names = "--image-size", paramLabel = "PIXELS", description = "Instead of network.image-size.")
    private @Nullable String imageSize;

    @Option(names = "--precision", paramLabel = "FORMAT", description = "Instead of network.precision.")
    private @Nullable String precision;

    @Option(names = "--batch", paramLabel = "IMAGES", description = "Instead of batch.size.")
    private @Nullable String batch;

    @Option(names = "--threads", paramLabel = "N", description = "Instead of threads.")
    private @Nullable String threads;

    @Option(names = "--device", paramLabel = "NAME", description = "Instead of device.")
    private @Nullable String device;

    @Option(
            names = "--images",
            paramLabel = "SET",
            description = "Directory or archive of images to train on; made-up JPEGs of the training size without it.")
    private @Nullable Path images;

    @Option(
            names = "--measure",
            split = ",",
            paramLabel = "WHAT",
            description = "Any of ${COMPLETION-CANDIDATES}.",
            defaultValue = "step,pipeline")
    private List<TrainBench.Stage> stages = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of a turn, instead of a time.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private @Nullable Long steps;

    @Option(names = "--seconds", paramLabel = "S", description = "Time of a turn.", defaultValue = "5")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each contender.", defaultValue = "3")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything measured, and on what, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Writes a line of CSV per step: its time, the memory of the process, its native arrays.")
    private @Nullable Path trace;

    @Option(
            names = "--reference",
            paramLabel = "PYTHON",
            description = "A Python with PyTorch and torchvision to compare with; see deploy/bench/README.md.")
    private @Nullable Path reference;

    @Option(
            names = "--reference-script",
            paramLabel = "FILE",
            description = "What that Python runs.",
            defaultValue = "deploy/bench/train.py")
    private Path script = Path.of("");

    @Override
    public Integer call() throws IOException {
        TrainerConfig config;
        try {
            config = config();
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        TrainBench.Plan plan = new TrainBench.Plan(
                config,
                Optional.ofNullable(images),
                new TreeSet<>(stages),
                steps == null ? Budget.ofSeconds(seconds) : Budget.ofSteps(steps),
                rounds,
                Optional.ofNullable(trace),
                Optional.ofNullable(reference).map(python -> new ReferenceProcess.Program(python, script)));
        BenchReport report;
        try (Progress progress = new Progress(Terminal.isInteractive())) {
            report = TrainBench.run(plan, progress);
        } catch (EncoderException e) {
            throw new IOException(e.getMessage(), e);
        }
        System.out.print(BenchTable.of(report));
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private TrainerConfig config() throws ConfigException {
        Map<String, String> overrides = new LinkedHashMap<>();
        override(overrides, network, "network.name");
        override(overrides, imageSize, "network.image-size");
        override(overrides, precision, "network.precision");
        override(overrides, batch, "batch.size");
        override(overrides, batch, "batch.stream"); // of no effect here; must not exceed the size
        override(overrides, threads, "threads");
        override(overrides, device, "device");
        if (source.config != null) {
            return ConfigLoader.load(source.config, TrainerConfig.class, overrides);
        }
        Recipe recipe = Recipe.named(source.recipe)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--recipe: found '" + source.recipe + "', allowed: " + String.join(", ", Recipe.names())));
        return ConfigLoader.parse(recipe.text(), recipe.title() + ".yaml", TrainerConfig.class, overrides);
    }

    private static void override(Map<String, String> overrides, @Nullable String value, String key) {
        if (value != null) {
            overrides.put(key, key.equals("device") ? "[" + value + "]" : value);
        }
    }
}
