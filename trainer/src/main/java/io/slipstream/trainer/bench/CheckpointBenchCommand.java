package io.slipstream.trainer.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.recipe.Recipe;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench checkpoint}: what checkpoints cost. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description =
                "Measures what checkpoints cost a trainer whose replay buffer is full: the pause, the bytes, and the"
                        + " time to go on from one.")
public final class CheckpointBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Whose configuration, see slipstream recipes (default: ${DEFAULT-VALUE}).",
            defaultValue = "byol")
    private String recipe = "";

    @Option(
            names = "--replay",
            paramLabel = "IMAGES",
            split = ",",
            description = "Sizes of the replay buffer (default: ${DEFAULT-VALUE}).",
            defaultValue = "4096,65536")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the configuration, such as replay.policy=min-red; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--checkpoints",
            paramLabel = "N",
            description = "Checkpoints measured of each (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int checkpoints;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "On whose disk; a directory of its own is made there and removed (default: ${DEFAULT-VALUE}).",
            defaultValue = ".slipstream")
    private Path data = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Writes what was measured as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        TrainerConfig config = config();
        List<CheckpointBench.Result> results = new ArrayList<>();
        System.out.printf(
                Locale.ROOT,
                "%8s %9s %11s %9s %9s %11s %11s %9s %10s%n",
                "replay",
                "step ms",
                "new images",
                "pause ms",
                "of time",
                "first MB",
                "later MB",
                "write ms",
                "resume ms");
        for (int size : sizes) {
            CheckpointBench.Result result = measure(config, size);
            results.add(result);
            System.out.printf(
                    Locale.ROOT,
                    "%8d %9.0f %11d %9.1f %8.2f%% %11.1f %11.1f %9.0f %10.0f%n",
                    result.replay(),
                    result.step(),
                    result.newImages(),
                    result.pause(),
                    100 * result.pauseShare(),
                    result.firstBytes() / 1e6,
                    result.bytes() / 1e6,
                    result.write(),
                    result.resume());
        }
        if (json != null) {
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), results);
        }
        return 0;
    }

    private CheckpointBench.Result measure(TrainerConfig config, int size) throws IOException {
        Files.createDirectories(data);
        Path directory = Files.createTempDirectory(data, "bench-checkpoint-");
        try {
            return new CheckpointBench(config, size, directory).run(checkpoints);
        } catch (EncoderException | CorruptCheckpointException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private TrainerConfig config() {
        Recipe chosen = Recipe.named(recipe)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--recipe: found '" + recipe + "', allowed: " + String.join(", ", Recipe.names())));
        try {
            return ConfigLoader.parse(chosen.text(), chosen.title() + ".yaml", TrainerConfig.class, settings);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
