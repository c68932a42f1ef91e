package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Accounts for every offset, per partition: trained + dead-lettered + dropped + duplicates + pending = covered = next
 * offset - start offset - gaps - lost.
 *
 * <p>Not thread-safe: it belongs to the training thread.
 */
public final class Ledger {

    private final Map<TopicPartition, LedgerEntry> entries = new HashMap<>();

    /** A ledger that goes on from the given entries. */
    public Ledger(List<LedgerEntry> entries) {
        entries.forEach(entry ->
                this.entries.put(partition(entry), LedgerEntry.newBuilder(entry).build()));
    }

    /** The partition an entry is about. */
    static TopicPartition partition(LedgerEntry entry) {
        return new TopicPartition(entry.getTopic(), entry.getPartition());
    }

    /** Adds an entry for a partition that is read from an offset on, unless it has one. */
    void open(TopicPartition partition, long start) {
        entries.putIfAbsent(
                partition,
                new LedgerEntry(
                        partition.topic(), partition.partition(), start, start, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    }

    /** A record was read and waits for its batch. */
    void pending(TopicPartition partition, long offset) {
        LedgerEntry entry = covered(partition, offset, offset + 1);
        entry.setPending(entry.getPending() + 1);
    }

    /** A pending record became part of a batch. */
    void trained(TopicPartition partition) {
        LedgerEntry entry = entry(partition);
        entry.setPending(entry.getPending() - 1);
        entry.setTrained(entry.getTrained() + 1);
    }

    /** Consecutive records were refused. */
    void deadLettered(TopicPartition partition, long from, long to) {
        LedgerEntry entry = covered(partition, from, to);
        entry.setDeadLettered(entry.getDeadLettered() + to - from);
    }

    /** The images of consecutive records had been seen a short while ago. */
    void duplicate(TopicPartition partition, long from, long to) {
        LedgerEntry entry = covered(partition, from, to);
        entry.setDuplicates(entry.getDuplicates() + to - from);
    }

    /** The back-pressure policy passed consecutive records over. */
    void dropped(TopicPartition partition, long from, long to) {
        LedgerEntry entry = covered(partition, from, to);
        entry.setDropped(entry.getDropped() + to - from);
    }

    /**
     * What was to come next is gone: reading goes on at another offset. Where that lies further back, the partition having
     * been cut short or made anew, the offsets that are given out a second time count as negative, so that the account
     * stays even.
     */
    void lost(TopicPartition partition, long from, long to) {
        LedgerEntry entry = entry(partition);
        passOver(entry, from);
        entry.setLost(entry.getLost() + to - from);
        entry.setNextOffset(to);
    }

    private LedgerEntry covered(TopicPartition partition, long from, long to) {
        LedgerEntry entry = entry(partition);
        passOver(entry, from);
        entry.setCovered(entry.getCovered() + to - from);
        entry.setNextOffset(to);
        return entry;
    }

    /** Offsets before one that is there, after the last one that was, hold no record. */
    private static void passOver(LedgerEntry entry, long offset) {
        if (offset < entry.getNextOffset()) {
            throw new IllegalStateException("expected offset " + entry.getNextOffset() + " or later, found "
                    + partition(entry) + "@" + offset + ": a record was read twice");
        }
        entry.setGaps(entry.getGaps() + offset - entry.getNextOffset());
    }

    private LedgerEntry entry(TopicPartition partition) {
        LedgerEntry entry = entries.get(partition);
        if (entry == null) {
            throw new IllegalStateException("expected one of " + entries.keySet() + ", found a record of " + partition);
        }
        return entry;
    }

    /** Records read, of all partitions; those that were dropped are among them. */
    public long covered() {
        return entries.values().stream().mapToLong(LedgerEntry::getCovered).sum();
    }

    /** Records that the back-pressure policy dropped, of all partitions. */
    public long dropped() {
        return entries.values().stream().mapToLong(LedgerEntry::getDropped).sum();
    }

    /** A copy of all entries, by topic and partition. */
    public List<LedgerEntry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(LedgerEntry::getTopic).thenComparing(LedgerEntry::getPartition))
                .map(entry -> LedgerEntry.newBuilder(entry).build())
                .toList();
    }
}
