package io.slipstream.ingest.camera;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream camera}: writes a labelled probe archive of the synthetic camera. */
@Command(
        name = "camera",
        mixinStandardHelpOptions = true,
        description = "Writes a labelled probe archive of the synthetic camera: a zip of <class>/<number>.jpg.",
        sortOptions = false)
public final class CameraCommand implements Callable<Integer> {

    private static final int SMALLEST = 32;
    private static final int LARGEST = 96;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The zip to write.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(names = "--images", defaultValue = "1500", description = "Number of images (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--seed",
            defaultValue = "7",
            description = "Seed of the production line; give the one that ingest has (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--size",
            defaultValue = "32",
            description = "Width and height, pixels (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--lines", defaultValue = "4", description = "Number of lines (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = "--after",
            split = ",",
            paramLabel = "DRIFT",
            description = "Drift that has already happened: lamp-change, new-part, lens-smear (default: none).")
    private List<String> after = List.of();

    @Override
    public Integer call() throws Exception {
        check("--images", images, 1, 1_000_000);
        check("--size", size, SMALLEST, LARGEST);
        check("--lines", lines, 1, 64);
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        CameraConfig config = new CameraConfig(seed, lines, size, 1, List.of());
        ProbeArchive.write(out, config, after.stream().map(this::kind).toList(), images);
        PrintWriter console = spec.commandLine().getOut();
        console.printf("Wrote %d labelled images to %s%n", images, out);
        console.flush();
        return 0;
    }

    private DriftEvent.Kind kind(String word) {
        try {
            return DriftEvent.parse(word + "@0s").kind();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--after: found '" + word + "', allowed: lamp-change, new-part, lens-smear", e);
        }
    }

    private void check(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": found " + found + ", allowed: a whole number from " + least + " to " + most);
        }
    }
}
