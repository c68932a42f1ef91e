package io.slipstream.trainer.audit;

import java.util.Locale;

/** A report as a person reads it. */
final class AuditTable {

    private static final int MOST_FINDINGS = 10; // of a check; all of them are in the JSON
    private static final String HEAD = "%-20s %12s %12s %12s %12s %13s %10s %10s %8s %8s %8s";
    private static final String ROW = "%-20s %12d %12d %12d %12d %13d %10d %10d %8d %8d %8d";

    private AuditTable() {}

    static String of(AuditReport report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Ledger of %s at checkpoint %s: step %d, epoch %d; %d checkpoints examined",
                report.model(),
                report.checkpoint(),
                report.step(),
                report.lineageEpoch(),
                report.checkpoints());
        line(text, "");
        line(
                text,
                HEAD,
                "partition",
                "start",
                "next",
                "covered",
                "trained",
                "dead-lettered",
                "dropped",
                "duplicates",
                "pending",
                "gaps",
                "lost");
        for (LedgerRow row : report.ledger()) {
            line(
                    text,
                    ROW,
                    row.topic() + "-" + row.partition(),
                    row.startOffset(),
                    row.nextOffset(),
                    row.covered(),
                    row.trained(),
                    row.deadLettered(),
                    row.dropped(),
                    row.duplicates(),
                    row.pending(),
                    row.gaps(),
                    row.lost());
        }
        line(text, "");
        report.checks().forEach(check -> check(text, check));
        return text.toString();
    }

    private static void check(StringBuilder text, Check check) {
        line(text, "%-13s %s", word(check.verdict()), check.name());
        check.findings().stream()
                .limit(MOST_FINDINGS)
                .forEach(finding -> line(
                        text,
                        "  %-13s %s",
                        finding.verdict() == Verdict.HOLDS ? "note" : word(finding.verdict()),
                        finding.text()));
        if (check.findings().size() > MOST_FINDINGS) {
            line(text, "  and %d more", check.findings().size() - MOST_FINDINGS);
        }
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
