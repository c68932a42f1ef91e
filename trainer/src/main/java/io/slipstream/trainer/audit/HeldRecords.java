package io.slipstream.trainer.audit;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many records a partition holds between offsets of interest.
 *
 * <p>The offsets are given first and records counted as they are read, so that memory does not grow with the topic. Not
 * thread-safe while it counts.
 */
final class HeldRecords {

    private final long first;
    private final long end;
    private final TreeMap<Long, Long> counts = new TreeMap<>();

    /**
     * Counts nothing yet.
     *
     * @param first first offset the partition has
     * @param end offset after the last one it has
     * @param offsets between which records are to be counted; those outside {@code first..end} are left out
     */
    HeldRecords(long first, long end, Collection<Long> offsets) {
        this.first = first;
        this.end = end;
        counts.put(first, 0L);
        counts.put(end, 0L);
        offsets.stream().filter(offset -> offset > first && offset < end).forEach(offset -> counts.put(offset, 0L));
    }

    /** Counts a record. */
    void add(long offset) {
        @Nullable Long interval = counts.floorKey(offset);
        if (interval != null) {
            counts.merge(interval, 1L, Long::sum);
        }
    }

    /** First offset the partition has; what lies before it was deleted. */
    long first() {
        return first;
    }

    /** Offset after the last one the partition has. */
    long end() {
        return end;
    }

    /**
     * Records from an offset to before another.
     *
     * @throws IllegalArgumentException if one of them is none of the offsets of interest, {@link #first} and {@link #end}
     */
    long between(long from, long to) {
        if (from == to) {
            return 0;
        }
        if (!counts.containsKey(from) || !counts.containsKey(to)) {
            throw new IllegalArgumentException(
                    "expected two of the offsets " + counts.keySet() + ", found " + from + " and " + to);
        }
        return counts.subMap(from, to).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
