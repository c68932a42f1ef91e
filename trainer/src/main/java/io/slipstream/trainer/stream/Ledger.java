package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Accounts for every record read: covered = trained + dead-lettered + dropped + duplicates + pending, per partition.
 *
 * <p>Not thread-safe: it belongs to the training thread.
 */
public final class Ledger {

    private final Map<TopicPartition, LedgerEntry> entries = new HashMap<>();

    /** A ledger of partitions read from the given offsets on. */
    public Ledger(Map<TopicPartition, Long> startOffsets) {
        startOffsets.forEach((partition, start) -> entries.put(
                partition,
                new LedgerEntry(
                        partition.topic(), partition.partition(), start, start, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)));
    }

    /** A record was read and waits for its batch. */
    void pending(TopicPartition partition, long offset) {
        LedgerEntry entry = covered(partition, offset);
        entry.setPending(entry.getPending() + 1);
    }

    /** A pending record became part of a batch. */
    void trained(TopicPartition partition) {
        LedgerEntry entry = entry(partition);
        entry.setPending(entry.getPending() - 1);
        entry.setTrained(entry.getTrained() + 1);
    }

    /** A record was read and refused. */
    void deadLettered(TopicPartition partition, long offset) {
        LedgerEntry entry = covered(partition, offset);
        entry.setDeadLettered(entry.getDeadLettered() + 1);
    }

    /** A record was read whose image had been seen a short while ago. */
    void duplicate(TopicPartition partition, long offset) {
        LedgerEntry entry = covered(partition, offset);
        entry.setDuplicates(entry.getDuplicates() + 1);
    }

    private LedgerEntry covered(TopicPartition partition, long offset) {
        LedgerEntry entry = entry(partition);
        if (offset < entry.getNextOffset()) {
            throw new IllegalStateException("expected offset " + entry.getNextOffset() + " or later, found " + partition
                    + "@" + offset + ": a record was read twice");
        }
        entry.setGaps(entry.getGaps() + offset - entry.getNextOffset());
        entry.setCovered(entry.getCovered() + 1);
        entry.setNextOffset(offset + 1);
        return entry;
    }

    private LedgerEntry entry(TopicPartition partition) {
        LedgerEntry entry = entries.get(partition);
        if (entry == null) {
            throw new IllegalStateException("expected one of " + entries.keySet() + ", found a record of " + partition);
        }
        return entry;
    }

    /** A copy of all entries, by topic and partition. */
    public List<LedgerEntry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(LedgerEntry::getTopic).thenComparing(LedgerEntry::getPartition))
                .map(entry -> LedgerEntry.newBuilder(entry).build())
                .toList();
    }
}
