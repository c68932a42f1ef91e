package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The entries of a ledger by their partitions. */
final class Entries {

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private Entries() {}

    static TopicPartition partition(LedgerEntry entry) {
        return new TopicPartition(entry.getTopic(), entry.getPartition());
    }

    /** Sorted by topic and partition; of two entries of one partition, the first. */
    static Map<TopicPartition, LedgerEntry> byPartition(List<LedgerEntry> ledger) {
        Map<TopicPartition, LedgerEntry> entries = new TreeMap<>(BY_NAME);
        ledger.forEach(entry -> entries.putIfAbsent(partition(entry), entry));
        return entries;
    }

    /** The account of a partition from which nothing has been read. */
    static LedgerEntry unread(LedgerEntry entry) {
        return LedgerEntry.newBuilder(entry)
                .setNextOffset(entry.getStartOffset())
                .setCovered(0)
                .setTrained(0)
                .setDeadLettered(0)
                .setDropped(0)
                .setDuplicates(0)
                .setPending(0)
                .setGaps(0)
                .setLost(0)
                .build();
    }
}
