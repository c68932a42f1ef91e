package io.slipstream.deploy.bench.evaluate;

import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.deploy.bench.embed.CameraArchive;
import io.slipstream.deploy.bench.embed.ReferenceProgram;
import io.slipstream.deploy.bench.evaluate.EvaluateReport.ProbeFigures;
import io.slipstream.deploy.report.JsonFile;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.evaluator.probe.ProbeSetReader;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench evaluate}: how long a snapshot's evaluation takes, beside scikit-learn. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures what the evaluator does with a snapshot: embedding a probe set of the synthetic camera, the",
            "nearest-neighbour probe and the linear probe. With --reference, scikit-learn does the two probes on the same",
            "numbers, in turns."
        })
public final class EvaluateBenchCommand implements Callable<Integer> {

    private static final int LEAST_IMAGES = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--images", paramLabel = "N", description = "Images of the probe set.", defaultValue = "10000")
    private int images;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each contender.", defaultValue = "3")
    private int rounds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images that go through the encoder at once.",
            defaultValue = "64")
    private int batch;

    @Option(
            names = "--snapshot",
            paramLabel = "DIR",
            description = "The encoder: directory of a snapshot; the default network without training unless given.")
    private @Nullable Path snapshot;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the encoder.", defaultValue = "2")
    private int threads;

    @Option(names = "--seed", paramLabel = "S", description = "Of images, weights and split.", defaultValue = "1")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything measured, and on what, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--reference",
            paramLabel = "PYTHON",
            description = "A Python with scikit-learn to compare with; see deploy/bench/README.md.")
    private @Nullable Path reference;

    @Option(
            names = "--reference-script",
            paramLabel = "FILE",
            description = "What that Python runs.",
            defaultValue = "deploy/bench/evaluate.py")
    private Path script = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (images < LEAST_IMAGES || rounds < 1 || batch < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--images, --rounds and --batch: allowed: whole numbers from " + LEAST_IMAGES + ", 1 and 1 on");
        }
        PrintWriter out = spec.commandLine().getOut();
        ReferenceProgram program = reference == null ? null : new ReferenceProgram(reference, script);
        EvaluateReport report;
        try (BenchEncoder encoder = BenchEncoder.open(snapshot, seed, threads)) {
            ProbeSet probeSet = probeSet(encoder.shape().inputSize());
            report = new EvaluateBench(probeSet, rounds, batch, seed, program, out).run(encoder);
        }
        out.printf(
                Locale.ROOT,
                "%n%s: %.0f images/s decoded and embedded, %.0f embedded%n",
                report.encoder(),
                report.decodeAndEmbed(),
                report.embed());
        print("nearest neighbours", report.knn(), out);
        print("linear probe", report.linear(), out);
        out.flush();
        if (json != null) {
            JsonFile.write(json, report);
        }
        return 0;
    }

    /** As the evaluator reads one: from an archive. */
    private ProbeSet probeSet(int inputSize) throws IOException {
        Path archive = Files.createTempFile("slipstream-bench-", ".zip");
        try {
            CameraArchive.write(archive, images, seed, Math.max(32, Math.min(96, inputSize)));
            ImageLimits limits = new ImageLimits(ByteSize.parse("1MiB"), 1 << 20);
            ProbeSetConfig config =
                    new ProbeSetConfig(ProbeSource.PATH, Optional.of(archive), images, LEAST_IMAGES, limits);
            return ProbeSetReader.read("bench", config, seed);
        } catch (ProbeSetException impossible) {
            throw new IllegalStateException(archive.toString(), impossible);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static void print(String name, ProbeFigures figures, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-20s %-36s %8.3f s  accuracy %.4f%n",
                name,
                "Slipstream",
                figures.median(),
                figures.accuracy());
        figures.references()
                .forEach((other, found) -> out.printf(
                        Locale.ROOT,
                        "%-20s %-36s %8.3f s  accuracy %.4f  Slipstream is faster by %.2f%n",
                        "",
                        other,
                        found.median(),
                        found.accuracy(),
                        found.ratio()));
    }
}
