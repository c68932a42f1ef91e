package io.slipstream.deploy.bench.continual;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.bench.continual.ContinualReport.ArmFigures;
import io.slipstream.deploy.bench.continual.ContinualReport.Spread;
import io.slipstream.deploy.bench.embed.CameraArchive;
import io.slipstream.deploy.report.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench continual}: what lasts of what an encoder learns from a stream in a bad order. */
@Command(
        name = "continual",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends labelled images through a broker of its own in an order that makes encoders forget, without their labels,",
            "trains on them in one pass, and probes the snapshot after each task on all of them. Without --images, on parts of",
            "the synthetic camera."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "1:a process failed", "2:wrong usage"})
public final class ContinualBenchCommand implements Callable<Integer> {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int SYNTHETIC = 20_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Protocol protocol = Protocol.SPLIT_CIFAR10;
    private Budget budget = Budget.SMALL;
    private List<Arm> arms = List.of(Arm.NONE, Arm.FIFO, Arm.RESERVOIR, Arm.MIN_RED, Arm.CLA_E);

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Directory or archive of the stream's images, a folder for each class.")
    private @Nullable Path images;

    @Option(names = "--probe", paramLabel = "PATH", description = "The same of the images that encoders are probed on.")
    private @Nullable Path probe;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Runs of each arm, with seeds 1 to N.",
            defaultValue = "3")
    private int seeds;

    @Option(names = "--method", paramLabel = "NAME", description = "The method to train.", defaultValue = "simclr")
    private String method = "";

    @Option(names = "--device", paramLabel = "NAME", description = "Where to train.", defaultValue = "auto")
    private String device = "";

    @Option(names = "--threads", paramLabel = "N", description = "Threads of libtorch.", defaultValue = "2")
    private int threads;

    @Option(names = "--records", paramLabel = "N", description = "Records of a stream; the budget's unless given.")
    private @Nullable Integer records;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "How many times in a row the correlated stream shows an image.",
            defaultValue = "8")
    private int repeats;

    @Option(
            names = "--probe-images",
            paramLabel = "N",
            description = "Images of the probe at most, a fifth of them queries.",
            defaultValue = "5000")
    private int probeImages;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the trainer's configuration, for all runs; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A directory for topics, checkpoints, snapshots and logs is made there, and stays.",
            defaultValue = ".slipstream")
    private Path data = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Writes everything measured, and on what, as JSON.")
    private @Nullable Path json;

    @Option(names = "--plot", paramLabel = "FILE", description = "Draws the accuracy after each task, as SVG.")
    private @Nullable Path plot;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "Order of the stream: iid, split-cifar10, split-cifar100, domain, correlated.",
            defaultValue = "split-cifar10")
    void protocol(String name) {
        protocol = one("--protocol", name, Protocol.values());
    }

    @Option(
            names = "--budget",
            paramLabel = "NAME",
            description = "What a run may cost: small, for two cores; full, that of the literature.",
            defaultValue = "small")
    void budget(String name) {
        budget = one("--budget", name, Budget.values());
    }

    @Option(
            names = "--arm",
            paramLabel = "NAME",
            split = ",",
            description =
                    "What to try: none, fifo, reservoir, min-red, loss-aware, centroid, cla-e, cla-r, group-norm.",
            defaultValue = "none,fifo,reservoir,min-red,cla-e")
    void arms(List<String> names) {
        arms = names.stream().map(name -> one("--arm", name, Arm.values())).toList();
    }

    private <E extends Enum<E>> E one(String option, String name, E[] allowed) {
        return Arrays.stream(allowed)
                .filter(value -> value.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "%s: found '%s', allowed: one of %s".formatted(option, name, Arrays.toString(allowed))));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((images == null) != (probe == null) || seeds < 1 || probeImages < 1 || repeats < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--images and --probe go together; --seeds, --repeats and --probe-images are 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(data);
        Path directory = Files.createTempDirectory(data, "bench-continual-");
        LabelledImages all = images == null ? camera(directory, 1) : LabelledImages.read(images);
        LabelledImages held = probe == null ? camera(directory, 2) : LabelledImages.read(probe);
        ContinualPlan plan = new ContinualPlan(
                protocol,
                budget,
                records == null ? budget.images() : records,
                repeats,
                arms,
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                method,
                device,
                threads,
                parsed());
        LabelledImages asked =
                held.atMost(Math.max(5, probeImages / held.classes().size()), new Random(1));
        ContinualReport report = new ContinualBench(plan, all, asked, directory, line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        print(report, out);
        if (json != null) {
            JsonFile.write(json, report);
        }
        if (plot != null) {
            Files.writeString(plot, ContinualPlot.svg(report));
        }
        return 0;
    }

    private Map<String, Object> parsed() throws IOException {
        Map<String, Object> parsed = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            parsed.put(setting.getKey(), YAML.convertValue(YAML.readTree(setting.getValue()), Object.class));
        }
        return parsed;
    }

    private static LabelledImages camera(Path directory, long seed) throws IOException {
        Path archive = directory.resolve("camera-" + seed + ".zip");
        CameraArchive.write(archive, SYNTHETIC, seed, 32);
        return LabelledImages.read(archive);
    }

    private static void print(ContinualReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s, %s budget, %s: %d classes, percent, mean and deviation over seeds%n",
                report.protocol(),
                report.budget(),
                report.method(),
                report.classes());
        out.printf(
                Locale.ROOT,
                "%-12s %14s %14s %14s %14s %8s %10s%n",
                "arm",
                "final",
                "average",
                "forgetting",
                "linear",
                "steps",
                "seconds");
        for (ArmFigures arm : report.arms()) {
            out.printf(
                    Locale.ROOT,
                    "%-12s %14s %14s %14s %14s %,8d %10.0f%n",
                    arm.arm(),
                    percent(arm.finalAccuracy()),
                    percent(arm.continualAverage()),
                    percent(arm.forgetting()),
                    percent(arm.linear()),
                    arm.runs().get(0).steps(),
                    arm.runs().stream()
                            .mapToDouble(ContinualRun.Outcome::trainSeconds)
                            .average()
                            .orElse(0));
        }
        out.flush();
    }

    private static String percent(Spread spread) {
        return String.format(Locale.ROOT, "%.1f ± %.1f", 100 * spread.mean(), 100 * spread.deviation());
    }
}
