package io.slipstream.ingest.curation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many images each source forwarded within a sliding window, counted in {@value #SLOTS} slots of equal length.
 *
 * <p>Time never runs backwards: what comes late is counted where the window has got to. The window forgets a slot at a
 * time, so it covers between 9 and 10 tenths of its length. Not thread-safe.
 */
final class ShareWindow {

    static final int SLOTS = 10;

    private final Balance balance;
    private final long slotMillis;
    private final Map<String, long[]> counts = new HashMap<>();
    private final long[] totals = new long[SLOTS];
    private long newest = Long.MIN_VALUE + SLOTS; // before all time, and not so early that subtracting overflows

    ShareWindow(Balance balance) {
        this.balance = balance;
        this.slotMillis = Math.max(1, balance.window().toMillis() / SLOTS);
    }

    /** Whether a source has no more than its share, so that one more image may pass. */
    boolean hasRoom(String source, long now) {
        moveTo(now / slotMillis);
        long own = sum(counts.getOrDefault(source, new long[SLOTS]));
        int active = counts.size() + (counts.containsKey(source) ? 0 : 1);
        // Counted without the image at hand, or sources that are level would all wait for one another.
        return own < balance.always() || own <= Math.max(balance.maxShare(), 1.0 / active) * sum(totals);
    }

    /** Counts a forwarded image; returns its slot's number and the source's count there. */
    Count add(String source, long now) {
        moveTo(now / slotMillis);
        int slot = Math.floorMod(newest, SLOTS);
        totals[slot]++;
        long count = ++counts.computeIfAbsent(source, fresh -> new long[SLOTS])[slot];
        return new Count(source, newest, count);
    }

    /** Takes up a count of an earlier run. */
    void restore(Count count) {
        moveTo(count.slot());
        if (count.slot() > newest - SLOTS) {
            int slot = Math.floorMod(count.slot(), SLOTS);
            totals[slot] += count.images();
            counts.computeIfAbsent(count.source(), fresh -> new long[SLOTS])[slot] += count.images();
        }
    }

    /** Number of the oldest slot that still counts. */
    long oldest() {
        return newest - SLOTS + 1;
    }

    /**
     * The images of one source in one slot.
     *
     * @param slot time divided by the length of a slot
     */
    record Count(String source, long slot, long images) {}

    private void moveTo(long slot) {
        if (slot <= newest) {
            return;
        }
        boolean isEmpty = counts.isEmpty();
        for (long passed = Math.max(newest + 1, slot - SLOTS + 1); passed <= slot && !isEmpty; passed++) {
            int index = Math.floorMod(passed, SLOTS);
            totals[index] = 0;
            counts.values().forEach(slots -> slots[index] = 0);
        }
        newest = slot;
        counts.values().removeIf(slots -> sum(slots) == 0);
    }

    private static long sum(long[] slots) {
        return Arrays.stream(slots).sum();
    }
}
