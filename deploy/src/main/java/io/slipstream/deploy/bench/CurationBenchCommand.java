package io.slipstream.deploy.bench;

import io.slipstream.deploy.report.JsonFile;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench curation}: how fast images are curated, and how fast again after a kill. */
@Command(
        name = "curation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures curation on a broker of its own: one instance on a backlog of JPEGs that it decodes, the time until it",
            "goes on after a SIGKILL, and two instances that share the partitions. Every image must arrive once."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured, and every image arrived once",
            "1:an image was lost or came twice, or a process failed",
            "2:wrong usage"
        })
public final class CurationBenchCommand implements Callable<Integer> {

    private static final ByteSize LARGEST = ByteSize.ofMiB(4);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--payload",
            paramLabel = "SIZE",
            split = ",",
            description = "Sizes of an image, about (default: ${DEFAULT-VALUE}).",
            defaultValue = "10KiB,100KiB")
    private List<String> payloads = List.of();

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            description = "Of images in each of the measurements (default: ${DEFAULT-VALUE}).",
            defaultValue = "200")
    private int megabytes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "On whose disk; a directory of its own is made there and removed (default: ${DEFAULT-VALUE}).",
            defaultValue = ".slipstream")
    private Path data = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything measured, and on what, as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (megabytes < 1) {
            throw new ParameterException(spec.commandLine(), "--megabytes: allowed: a whole number from 1 on");
        }
        List<Integer> sizes = new ArrayList<>();
        for (String payload : payloads) {
            sizes.add(bytes(payload));
        }
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(data);
        Path directory = Files.createTempDirectory(data, "bench-curation-");
        CurationBenchReport report;
        try {
            report = new CurationBench(directory, megabytes, out).run(sizes);
        } finally {
            IngestBench.delete(directory);
        }
        out.printf(Locale.ROOT, "%,d images sent, %,d delivered%n", report.sent(), report.delivered());
        report.problems().forEach(problem -> out.println("FAIL " + problem));
        out.flush();
        if (json != null) {
            JsonFile.write(json, report);
        }
        return report.problems().isEmpty() ? 0 : 1;
    }

    private int bytes(String text) {
        try {
            ByteSize size = ByteSize.parse(text);
            if (size.bytes() >= TestImage.SMALLEST && size.compareTo(LARGEST) <= 0) {
                return (int) size.bytes();
            }
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(spec.commandLine(), "--payload: " + malformed.getMessage(), malformed);
        }
        throw new ParameterException(
                spec.commandLine(),
                "--payload: found " + text + ", allowed: " + TestImage.SMALLEST + " bytes to " + LARGEST);
    }
}
