package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.deploy.bench.embed.ReferenceProgram;
import io.slipstream.deploy.report.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench drift}: how often the watch's alarms are false, and how soon it finds what has changed. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures the alarms of the drift watch on images of the synthetic camera: the run length of streams without",
            "drift beside the declared one, and how long shifts of five kinds take until the alarm. With --reference,",
            "alibi-detect's online MMD watches the same streams."
        })
public final class DriftBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--streams", paramLabel = "N", description = "Streams without drift.", defaultValue = "500")
    private int streams;

    @Option(
            names = "--run-length",
            paramLabel = "N",
            description = "Windows between false alarms that alarms are calibrated to.",
            defaultValue = "100")
    private int runLength;

    @Option(names = "--window", paramLabel = "N", description = "Images of a window.", defaultValue = "40")
    private int window;

    @Option(names = "--block", paramLabel = "N", description = "Images of a block of neighbours.", defaultValue = "4")
    private int block;

    @Option(names = "--anchor", paramLabel = "N", description = "Images of an anchor.", defaultValue = "800")
    private int anchor;

    @Option(
            names = "--needed",
            paramLabel = "N",
            description = "Exceptional windows that make an alarm.",
            defaultValue = "2")
    private int needed;

    @Option(names = "--out-of", paramLabel = "N", description = "Among so many last windows.", defaultValue = "3")
    private int outOf;

    @Option(
            names = "--alpha",
            paramLabel = "P",
            description = "Significance level of a window; the default leaves the run length to the threshold.",
            defaultValue = "0.2")
    private double alpha;

    @Option(
            names = "--least-effect",
            paramLabel = "E",
            description = "Least effect of an exceptional window; of streams that shift alone.",
            defaultValue = "0")
    private double leastEffect;

    @Option(
            names = "--pool",
            paramLabel = "N",
            description = "Images without drift; each size of each shift has an eighth as many.",
            defaultValue = "16000")
    private int pool;

    @Option(
            names = "--anchors",
            paramLabel = "N",
            description = "Anchors that shifts are measured against.",
            defaultValue = "2")
    private int anchors;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "Streams of each size of each shift against each anchor; 0 leaves shifts out.",
            defaultValue = "15")
    private int repeats;

    @Option(
            names = "--snapshot",
            paramLabel = "DIR",
            description = "The encoder: directory of a snapshot; the default network without training unless given.")
    private @Nullable Path snapshot;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the encoder.", defaultValue = "2")
    private int threads;

    @Option(names = "--seed", paramLabel = "S", description = "Of images, weights and draws.", defaultValue = "1")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything measured, and on what, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--reference",
            paramLabel = "PYTHON",
            description = "A Python with alibi-detect and PyTorch to compare with; see deploy/bench/README.md.")
    private @Nullable Path reference;

    @Option(
            names = "--reference-script",
            paramLabel = "FILE",
            description = "What that Python runs.",
            defaultValue = "deploy/bench/drift.py")
    private Path script = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        DriftPlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        ReferenceProgram program = reference == null ? null : new ReferenceProgram(reference, script);
        DriftReport report;
        try (BenchEncoder encoder = BenchEncoder.open(snapshot, seed, threads)) {
            report = new DriftBench(plan, Shift.all(), program, out).run(encoder);
        }
        DriftTable.print(report, out);
        if (json != null) {
            JsonFile.write(json, report);
        }
        return 0;
    }

    private DriftPlan plan() {
        try {
            return new DriftPlan(
                    streams,
                    runLength,
                    window,
                    block,
                    anchor,
                    needed,
                    outOf,
                    alpha,
                    leastEffect,
                    pool,
                    anchors,
                    repeats,
                    seed);
        } catch (IllegalArgumentException notAllowed) {
            throw new ParameterException(spec.commandLine(), String.valueOf(notAllowed.getMessage()), notAllowed);
        }
    }
}
