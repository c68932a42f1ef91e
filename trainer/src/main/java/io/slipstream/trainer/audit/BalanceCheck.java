package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Whether every ledger adds up by itself: each offset is accounted for once, in one entry per partition. */
final class BalanceCheck {

    private BalanceCheck() {}

    static Check of(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Link link : evidence.lineage().links()) {
            TrainingCheckpoint checkpoint = link.checkpoint();
            examine("checkpoint " + checkpoint.getCheckpointId(), checkpoint.getLedger(), findings);
        }
        for (ModelSnapshot snapshot : evidence.snapshots()) {
            examine("snapshot " + snapshot.getSnapshotId(), snapshot.getLedger(), findings);
        }
        return Check.of("every entry of every ledger balances", findings);
    }

    private static void examine(String what, List<LedgerEntry> ledger, List<Finding> findings) {
        Set<TopicPartition> seen = new HashSet<>();
        for (LedgerEntry entry : ledger) {
            String where = what + ", " + Entries.partition(entry);
            if (!seen.add(Entries.partition(entry))) {
                findings.add(Finding.broken("%s: expected one entry, found another".formatted(where)));
            }
            examine(where, entry, findings);
        }
    }

    private static void examine(String where, LedgerEntry entry, List<Finding> findings) {
        for (Count count : Count.ALL) {
            nonNegative(where, count.name(), count.of(entry), findings);
        }
        // Lost may be negative: where a partition was cut short or made anew, offsets came again.
        nonNegative(where, "pending", entry.getPending(), findings);
        nonNegative(where, "start offset", entry.getStartOffset(), findings);
        nonNegative(where, "next offset", entry.getNextOffset(), findings);
        long fates = entry.getTrained()
                + entry.getDeadLettered()
                + entry.getDropped()
                + entry.getDuplicates()
                + entry.getPending();
        if (fates != entry.getCovered()) {
            findings.add(Finding.broken(
                    "%s: expected trained + dead-lettered + dropped + duplicates + pending = covered, %d, found %d"
                            .formatted(where, entry.getCovered(), fates)));
        }
        long offsets = entry.getNextOffset() - entry.getStartOffset();
        long accounted = entry.getCovered() + entry.getGaps() + entry.getLost();
        if (accounted != offsets) {
            findings.add(Finding.broken("%s: expected covered + gaps + lost = next offset - start offset, %d, found %d"
                    .formatted(where, offsets, accounted)));
        }
    }

    private static void nonNegative(String where, String name, long count, List<Finding> findings) {
        if (count < 0) {
            findings.add(Finding.broken("%s: expected %s of 0 or more, found %d".formatted(where, name, count)));
        }
    }
}
