package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;

/** Compares a model's last account with what was written to the topic: every record once, and as what it was. */
final class LedgerCheck {

    private LedgerCheck() {}

    /** Numbers of the account that are not those of the topic. */
    static List<String> problems(Evidence evidence, StreamPlan plan) {
        List<LedgerEntry> ledger =
                evidence.last().map(TrainingCheckpoint::getLedger).orElse(List.of());
        List<String> problems = new ArrayList<>();
        for (int partition = 0; partition < plan.partitions(); partition++) {
            int wanted = partition;
            List<LedgerEntry> entries = ledger.stream()
                    .filter(entry -> entry.getTopic().equals(Topics.IMAGES.name()) && entry.getPartition() == wanted)
                    .toList();
            if (entries.size() == 1) {
                problems.addAll(differences(entries.get(0), plan.tally(partition)));
            } else {
                problems.add("%s-%d: expected one entry, found %d"
                        .formatted(Topics.IMAGES.name(), partition, entries.size()));
            }
        }
        if (ledger.size() > plan.partitions()) {
            problems.add("expected %d entries, found %d".formatted(plan.partitions(), ledger.size()));
        }
        return problems;
    }

    private static List<String> differences(LedgerEntry found, StreamPlan.Tally written) {
        List<String> problems = new ArrayList<>();
        compare(problems, found, "start-offset", 0, found.getStartOffset());
        compare(problems, found, "next-offset", written.records(), found.getNextOffset());
        compare(problems, found, "covered", written.records(), found.getCovered());
        compare(problems, found, "trained", written.images(), found.getTrained());
        compare(problems, found, "dead-lettered", written.poison(), found.getDeadLettered());
        compare(problems, found, "duplicates", written.duplicates(), found.getDuplicates());
        compare(problems, found, "dropped", 0, found.getDropped());
        compare(problems, found, "pending", 0, found.getPending());
        compare(problems, found, "gaps", 0, found.getGaps());
        compare(problems, found, "lost", 0, found.getLost());
        return problems;
    }

    private static void compare(List<String> problems, LedgerEntry entry, String what, long expected, long found) {
        if (expected != found) {
            problems.add("%s-%d: expected %s %d, found %d"
                    .formatted(entry.getTopic(), entry.getPartition(), what, expected, found));
        }
    }
}
