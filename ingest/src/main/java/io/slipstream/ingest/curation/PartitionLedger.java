package io.slipstream.ingest.curation;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What became of the records of one partition since curation began with it. Includes records of the transaction that is
 * being made, which a crash undoes together with its counts.
 *
 * @param firstOffset  of the first record read
 * @param nextOffset   after the last record read
 * @param read         records read
 * @param forwarded    records that went on to images
 * @param deadLettered records that went to the dead-letter topic, by reason
 * @param dropped      records that a policy kept back, by policy
 */
record PartitionLedger(
        int partition,
        long firstOffset,
        long nextOffset,
        long read,
        long forwarded,
        Map<String, Long> deadLettered,
        Map<String, Long> dropped) {

    static PartitionLedger of(int partition, ReadOnlyKeyValueStore<String, byte[]> store) {
        Map<String, Long> counts = Ledger.counts(store);
        return new PartitionLedger(
                partition,
                counts.getOrDefault(Ledger.FIRST_OFFSET, 0L),
                counts.getOrDefault(Ledger.NEXT_OFFSET, 0L),
                counts.getOrDefault(Ledger.READ, 0L),
                counts.getOrDefault(Ledger.FORWARDED, 0L),
                under(Ledger.DEAD_LETTERED, counts),
                under(Ledger.DROPPED, counts));
    }

    /** Whether every record read is accounted for. */
    boolean isBalanced() {
        return read == forwarded + sum(deadLettered) + sum(dropped);
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> under(String prefix, Map<String, Long> counts) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), count);
            }
        });
        return found;
    }
}
