package io.slipstream.trainer.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as a person reads it. */
final class BenchTable {

    private BenchTable() {}

    static String of(BenchReport report) {
        Workload work = report.workload();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s, %s (%,d weights), %d px, batch %d, %s, %d threads, %d decoders; %d cores, load %.1f",
                work.method(),
                work.network(),
                work.encoderWeights(),
                work.imageSize(),
                work.batch(),
                work.precision(),
                work.threads(),
                work.decoders(),
                report.machine().cores(),
                report.machine().load());
        line(text, "");
        line(text, "%-30s %8s %27s %12s %7s", "", "images/s", "ms per step: median (50 %)", "processor ms", "steps");
        for (Measurement measured : report.measurements()) {
            line(
                    text,
                    "%-30s %8.0f %27s %12.1f %7d",
                    measured.name(),
                    measured.imagesPerSecond(),
                    String.format(
                            Locale.ROOT,
                            "%.1f (%.1f..%.1f)",
                            measured.millis().median(),
                            measured.millis().lower(),
                            measured.millis().upper()),
                    measured.processorMillis(),
                    measured.steps());
        }
        line(text, "");
        report.measurements().stream()
                .filter(measured -> !measured.parts().isEmpty())
                .forEach(measured -> line(text, "%-30s %s", measured.name(), parts(measured.parts())));
        if (!report.ratios().isEmpty()) {
            line(text, "");
            line(text, "%-61s %7s %10s", "times as fast", "wall", "processor");
        }
        for (Ratio ratio : report.ratios()) {
            line(text, "%-30s %-30s %7.2f %10.2f", ratio.of(), ratio.over(), ratio.wall(), ratio.processor());
        }
        return text.toString();
    }

    private static String parts(Map<String, Double> parts) {
        return parts.entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %.1f", part.getKey(), part.getValue()))
                .collect(Collectors.joining("  "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
