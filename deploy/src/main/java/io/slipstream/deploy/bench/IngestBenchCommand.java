package io.slipstream.deploy.bench;

import io.slipstream.deploy.bench.IngestReport.ClientFigures;
import io.slipstream.deploy.bench.IngestReport.GatewayFigures;
import io.slipstream.deploy.report.JsonFile;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench ingest}: how fast images get onto a topic, beside Kafka's own tool. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the producer client in turns with Kafka's own producer-perf-test, on the embedded broker, and the",
            "HTTP gateway with wrk if it is on the PATH. Every turn is a process of its own."
        })
public final class IngestBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--payload",
            paramLabel = "SIZE",
            split = ",",
            description = "Sizes of an image (default: ${DEFAULT-VALUE}).",
            defaultValue = "1KiB,10KiB,100KiB")
    private List<String> payloads = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Turns of each contender (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int rounds;

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            description = "Sent in a turn, after half as much to warm up (default: ${DEFAULT-VALUE}).",
            defaultValue = "1000")
    private int megabytes;

    @Option(
            names = "--compression",
            paramLabel = "TYPE",
            description = "Of both contenders: none, zstd, lz4, … (default: ${DEFAULT-VALUE}).",
            defaultValue = "none")
    private String compression = "none";

    @Option(
            names = "--batch",
            paramLabel = "SIZE",
            description = "batch.size of both contenders (default: ${DEFAULT-VALUE}).",
            defaultValue = "256KiB")
    private String batch = "256KiB";

    @Option(
            names = "--floor",
            description = "Measures also what no client that hashes can beat: Kafka's producer with a hash per record.")
    private boolean floor;

    @Option(
            names = "--wrk-seconds",
            paramLabel = "S",
            description = "Time of a turn of the gateway; 0 leaves it out (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int wrkSeconds;

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
        if (rounds < 1 || megabytes < 1 || wrkSeconds < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds, --megabytes and --wrk-seconds: allowed: whole numbers from 1, 1 and 0 on");
        }
        ProducerLoad load = new ProducerLoad(bytes("--batch", batch), compression);
        List<Integer> sizes =
                payloads.stream().map(size -> bytes("--payload", size)).toList();
        PrintWriter out = spec.commandLine().getOut();
        IngestReport report = new IngestBench(data, load, rounds, megabytes, floor, wrkSeconds, out).run(sizes);
        print(report, out);
        if (json != null) {
            JsonFile.write(json, report);
        }
        return 0;
    }

    private static String floor(ClientFigures figures) {
        if (figures.floor().isEmpty()) {
            return "";
        }
        double median = IngestReport.median(figures.floor());
        return String.format(Locale.ROOT, " %22.0f %7.2f", median, median / figures.kafkaMedian());
    }

    private int bytes(String option, String text) {
        try {
            long bytes = ByteSize.parse(text).bytes();
            if (bytes >= TestImage.SMALLEST && bytes <= ProducerLoad.LARGEST) {
                return (int) bytes;
            }
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(spec.commandLine(), option + ": " + malformed.getMessage(), malformed);
        }
        throw new ParameterException(
                spec.commandLine(),
                option + ": found " + text + ", allowed: " + TestImage.SMALLEST + " bytes to " + ProducerLoad.LARGEST);
    }

    private void print(IngestReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%10s %22s %22s %7s%s%n",
                "payload",
                "producer-perf-test/s",
                "Slipstream client/s",
                "ratio",
                floor ? String.format(Locale.ROOT, " %22s %7s", "hash and bytes only/s", "ratio") : "");
        for (ClientFigures figures : report.client()) {
            out.printf(
                    Locale.ROOT,
                    "%10d %22.0f %22.0f %7.2f%s%n",
                    figures.payload(),
                    figures.kafkaMedian(),
                    figures.clientMedian(),
                    figures.ratio(),
                    floor(figures));
        }
        for (GatewayFigures figures : report.gateway()) {
            out.printf(
                    Locale.ROOT,
                    "gateway, %d bytes: %.0f requests/s, p50 %.1f ms, p99 %.1f ms, %d not taken%n",
                    figures.payload(),
                    figures.requestsPerSecond(),
                    figures.p50Millis(),
                    figures.p99Millis(),
                    figures.notTaken());
        }
        report.skipped().forEach(what -> out.println("skipped: " + what));
        out.flush();
    }
}
