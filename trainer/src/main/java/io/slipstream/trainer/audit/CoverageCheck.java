package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether as many records were covered as the topic holds.
 *
 * <p>Compared from checkpoint to checkpoint along the last one's ancestry, so that a difference is narrowed down, and so
 * that what retention has deleted takes no more out of the proof than it must.
 */
final class CoverageCheck {

    private CoverageCheck() {}

    static Check of(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Lineage lineage = evidence.lineage();
        lineage.ledger()
                .keySet()
                .forEach(partition -> findings.addAll(examine(
                        partition,
                        lineage.accounts(partition),
                        Optional.ofNullable(evidence.held().get(partition)))));
        return Check.of("the records covered are those of the topic", findings);
    }

    private static List<Finding> examine(
            TopicPartition partition, List<LedgerEntry> accounts, Optional<HeldRecords> found) {
        LedgerEntry last = accounts.get(accounts.size() - 1);
        if (found.isEmpty()) {
            return List.of(Finding.beyondProof("%s: there is no such partition any more".formatted(partition)));
        }
        HeldRecords held = found.get();
        if (held.end() < last.getNextOffset()) {
            return List.of(Finding.beyondProof(
                    "%s: expected records up to @%d, found the end of the partition at @%d: it was cut short or made anew"
                            .formatted(partition, last.getNextOffset(), held.end())));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = accounts.size() - 1; i > 0; i--) {
            LedgerEntry from = accounts.get(i - 1);
            LedgerEntry to = accounts.get(i);
            if (to.getLost() < from.getLost()) {
                findings.add(Finding.beyondProof(
                        "%s: what was read before @%d is of a partition that was cut short or made anew"
                                .formatted(partition, to.getNextOffset())));
                break;
            }
            compare(partition, from, to, held).ifPresent(findings::add);
        }
        deleted(partition, accounts.get(0), last, held).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> compare(
            TopicPartition partition, LedgerEntry from, LedgerEntry to, HeldRecords held) {
        long start = Math.min(Math.max(from.getNextOffset(), held.first()), held.end());
        long end = Math.min(Math.max(to.getNextOffset(), start), held.end());
        long deleted = Math.min(to.getNextOffset(), start) - from.getNextOffset();
        long covered = to.getCovered() - from.getCovered();
        long there = held.between(start, end);
        if (covered >= there && covered <= there + Math.max(deleted, 0)) {
            return Optional.empty();
        }
        return Optional.of(Finding.broken("%s@%d to @%d: expected %s covered, found %d"
                .formatted(
                        partition,
                        from.getNextOffset(),
                        to.getNextOffset(),
                        deleted > 0 ? there + " to " + (there + deleted) + " records" : there + " records",
                        covered)));
    }

    private static Optional<Finding> deleted(
            TopicPartition partition, LedgerEntry unread, LedgerEntry last, HeldRecords held) {
        long until = Math.min(held.first(), last.getNextOffset());
        return until > unread.getStartOffset()
                ? Optional.of(Finding.beyondProof(
                        "%s@%d to @%d: deleted from the topic".formatted(partition, unread.getStartOffset(), until)))
                : Optional.empty();
    }
}
