package io.slipstream.deploy.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a person reads it. */
final class ChaosTable {
    private static final String ROW = "%-8s %-28s %8s %12s %10s %13s %8s";

    private ChaosTable() {}

    /** A table of the models, then a verdict on each method with what does not hold. */
    static List<String> of(ChaosReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(
                format("%,d records on %d partitions, seed %d", report.records(), report.partitions(), report.seed()));
        lines.add(format(ROW, "method", "model", "trainers", "checkpoints", "snapshots", "dead letters", "steps"));
        for (MethodReport method : report.methods()) {
            for (MethodReport.ModelRow model : method.models()) {
                lines.add(format(
                        ROW,
                        method.method(),
                        model.model(),
                        model.trainers(),
                        model.checkpoints(),
                        model.snapshots(),
                        model.deadLetters(),
                        model.step()));
            }
        }
        report.methods().forEach(method -> lines.addAll(verdict(method)));
        return lines;
    }

    private static List<String> verdict(MethodReport method) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s: %s, %d kills",
                method.method(),
                method.passed() ? "killed and undisturbed are equal to the last bit" : "FAILED",
                method.kills().size()));
        for (Check check : method.checks()) {
            lines.add(format("  %s %s", check.holds() ? "ok  " : "FAIL", check.name()));
            check.problems().forEach(problem -> lines.add("         " + problem));
        }
        return lines;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
