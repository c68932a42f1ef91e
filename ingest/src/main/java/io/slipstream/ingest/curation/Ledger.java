package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Counts what became of every record of a partition, in a store that is committed together with the records themselves.
 *
 * <p>All counts are one entry, written once per record, so that whoever asks meanwhile finds them balanced. The entry is
 * text, a line {@code name=count} each. Not thread-safe.
 */
final class Ledger {

    static final String FIRST_OFFSET = "first-offset";
    static final String NEXT_OFFSET = "next-offset";
    static final String READ = "read";
    static final String FORWARDED = "forwarded";
    static final String DROPPED = "dropped/";
    static final String DEAD_LETTERED = "dead-lettered/";

    private static final String ENTRY = "counts";

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Long> counts;

    Ledger(KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.counts = counts(store);
    }

    /** The counts in a store, by name. */
    static Map<String, Long> counts(ReadOnlyKeyValueStore<String, byte[]> store) {
        Map<String, Long> counts = new TreeMap<>();
        byte[] entry = store.get(ENTRY);
        if (entry != null) {
            new String(entry, StandardCharsets.UTF_8).lines().forEach(line -> {
                int sign = line.lastIndexOf('=');
                counts.put(line.substring(0, sign), Long.valueOf(line.substring(sign + 1)));
            });
        }
        return counts;
    }

    /** A record was read; what became of it is told next. */
    void read(long offset) {
        counts.putIfAbsent(FIRST_OFFSET, offset);
        counts.put(NEXT_OFFSET, offset + 1);
        counts.merge(READ, 1L, Long::sum);
    }

    void forwarded() {
        enter(FORWARDED);
    }

    void dropped(Policy policy) {
        enter(DROPPED + policy.label());
    }

    void deadLettered(DeadLetterReason reason) {
        enter(DEAD_LETTERED + reason.name());
    }

    private void enter(String outcome) {
        counts.merge(outcome, 1L, Long::sum);
        StringBuilder lines = new StringBuilder();
        counts.forEach((name, count) ->
                lines.append(name).append('=').append(count.longValue()).append('\n'));
        store.put(ENTRY, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
