package io.slipstream.deploy.demo;

import java.util.ArrayList;
import java.util.List;

/** Whether a report is that of a demo that worked. */
final class Verdict {
    private Verdict() {}

    /**
     * What is wrong, in words; empty when at least one trained snapshot was scored and every record is accounted for.
     *
     * @param trainerFinished whether the trainer published its final figures
     */
    static List<String> problems(Report report, boolean trainerFinished) {
        List<String> problems = new ArrayList<>();
        if (report.lastScored().isEmpty()) {
            problems.add("No trained snapshot was scored (%d published)."
                    .formatted(report.snapshots().size()));
        }
        if (!trainerFinished) {
            problems.add("The trainer did not publish its final figures, so the ledger may be behind.");
        }
        if (report.ledger().isEmpty()) {
            problems.add("The trainer published no ledger.");
        }
        report.ledger().stream()
                .filter(entry -> !entry.balances())
                .map(Verdict::unbalanced)
                .forEach(problems::add);
        return problems;
    }

    private static String unbalanced(Report.Ledger entry) {
        return "The ledger of %s-%d does not balance: covered %d, accounted for %d (trained %d + dead-lettered %d + dropped %d + duplicates %d + pending %d)."
                .formatted(
                        entry.topic(),
                        entry.partition(),
                        entry.covered(),
                        entry.accountedFor(),
                        entry.trained(),
                        entry.deadLettered(),
                        entry.dropped(),
                        entry.duplicates(),
                        entry.pending());
    }
}
