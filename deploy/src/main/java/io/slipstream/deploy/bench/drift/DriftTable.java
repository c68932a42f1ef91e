package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.drift.DriftReport.Delay;
import io.slipstream.deploy.bench.drift.DriftReport.QuietFigures;
import io.slipstream.deploy.bench.drift.DriftReport.ReferenceFigures;
import io.slipstream.deploy.bench.drift.DriftReport.RunTime;
import io.slipstream.deploy.bench.drift.DriftReport.ShiftFigures;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report for a person to read. */
final class DriftTable {

    private DriftTable() {}

    static void print(DriftReport report, PrintWriter out) {
        report.quiet().forEach(figures -> print(figures, out));
        if (!report.shifts().isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%n%-12s %6s %8s   %-32s %-32s%n",
                    "shift",
                    "size",
                    "effect",
                    "watch: windows, images",
                    "reference: windows, images");
            for (ShiftFigures figures : report.shifts()) {
                out.printf(
                        Locale.ROOT,
                        "%-12s %6s %8.4f   %-32s %-32s%n",
                        figures.kind(),
                        figures.size(),
                        figures.effect(),
                        text(figures.watch()),
                        text(figures.reference()));
            }
        }
        ReferenceFigures reference = report.reference();
        if (reference != null) {
            out.printf(
                    "%nwithout drift, %d images asked for: watch %s, reference %s%n",
                    reference.expectedRunTime(), text(reference.watch()), text(reference.reference()));
            out.println("reference: " + reference.versions());
        }
        out.flush();
    }

    private static void print(QuietFigures figures, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nno drift, anchors of %s, %d streams: declared %.1f windows (± %.1f; one calibration ± %.1f), found"
                        + " %.1f (95 %%: %.1f to %.1f), %s; threshold %.2f deviations, %d streams cut%n",
                figures.anchor(),
                figures.streams(),
                figures.declared(),
                figures.declaredError(),
                figures.errorOfOne(),
                figures.found(),
                figures.low(),
                figures.high(),
                figures.declaredLiesWithin() ? "within" : "NOT within",
                figures.deviations(),
                figures.cut());
    }

    private static String text(@Nullable Delay delay) {
        if (delay == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%5.1f, %5.0f ± %.0f (%d of %d)",
                delay.windows(),
                delay.images(),
                delay.imagesError(),
                delay.found(),
                delay.streams());
    }

    private static String text(RunTime time) {
        return String.format(
                Locale.ROOT,
                "%.0f (95 %%: %.0f to %.0f; %d alarms)",
                time.images(),
                time.low(),
                time.high(),
                time.alarms());
    }
}
