package io.slipstream.trainer.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.recipe.Recipe;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench replay}: what replay buffers cost. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Measures what a full replay buffer of each kind adds to a training step, how much faster min-red is"
                        + " than comparing all pairs, and what images take that are kept decoded or encoded.")
public final class ReplayBenchCommand implements Callable<Integer> {

    private static final int KEPT = 512;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Whose steps, see slipstream recipes (default: ${DEFAULT-VALUE}).",
            defaultValue = "byol")
    private String recipe = "";

    @Option(
            names = "--capacity",
            paramLabel = "IMAGES",
            description = "Size of the buffers (default: ${DEFAULT-VALUE}).",
            defaultValue = "16384")
    private String capacity = "";

    @Option(names = "--features", paramLabel = "N", description = "Length of the features, instead of replay.features.")
    private @Nullable String features;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps measured of each (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int steps;

    @Option(names = "--image-size", paramLabel = "PIXELS", description = "Instead of network.image-size.")
    private @Nullable String imageSize;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Keeps the images of this directory, tar or zip instead of made-up ones.")
    private @Nullable Path images;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes what was measured as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        ReplayBench.Report report;
        try {
            TrainerConfig config = config();
            List<byte[]> files = images == null
                    ? EncodedImages.synthetic(KEPT, config.keptSize(), config.seed())
                    : EncodedImages.of(images, KEPT);
            report = new ReplayBench(config, steps)
                    .run(
                            List.of(Policy.RESERVOIR, Policy.FIFO, Policy.MIN_RED, Policy.LOSS_AWARE, Policy.CENTROID),
                            files);
        } catch (EncoderException e) {
            throw new IOException(e.getMessage(), e);
        }
        System.out.printf(
                Locale.ROOT,
                "step %.1f ms, batch %d with %d new images, %d slots, features of %d%n%n",
                report.stepMillis(),
                report.batch(),
                report.stream(),
                report.capacity(),
                report.features());
        System.out.printf(
                Locale.ROOT,
                "%-12s %8s %9s %10s %11s %9s%n",
                "policy",
                "images",
                "draw ms",
                "insert ms",
                "observe ms",
                "of step");
        for (ReplayBench.Result result : report.results()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %8d %9.3f %10.3f %11.3f %8.2f%%%n",
                    result.policy(),
                    result.images(),
                    result.draw(),
                    result.insert(),
                    result.observe(),
                    100 * result.share());
        }
        System.out.printf(
                Locale.ROOT,
                "%nall pairs compared once: %.0f ms, min-red is %.0f times as fast%n",
                report.bruteForceMillis(),
                report.minRedSpeedup());
        System.out.printf(
                Locale.ROOT,
                "%n%-12s %8s %9s %10s %11s %9s%n",
                "kept",
                "bytes",
                "at most",
                "keep ms",
                "batch ms",
                "of step");
        for (KeepingBench.Result result : report.keeping()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %8.0f %9d %10.3f %11.3f %8.2f%%%n",
                    result.form(),
                    result.mean(),
                    result.most(),
                    result.keep(),
                    result.batch(),
                    100 * result.share());
        }
        if (json != null) {
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(json.toFile(), report);
        }
        return 0;
    }

    private TrainerConfig config() {
        Recipe chosen = Recipe.named(recipe)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--recipe: found '" + recipe + "', allowed: " + String.join(", ", Recipe.names())));
        Map<String, String> overrides = new HashMap<>(Map.of("replay.capacity", capacity));
        if (features != null) {
            overrides.put("replay.features", features);
        }
        if (imageSize != null) {
            overrides.put("network.image-size", imageSize);
        }
        try {
            return ConfigLoader.parse(chosen.text(), chosen.title() + ".yaml", TrainerConfig.class, overrides);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
