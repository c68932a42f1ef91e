package io.slipstream.evaluator.probe;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A random sample of a labelled stream of unknown length, with as many items of every class as the classes allow.
 *
 * <p>Every item draws a random key, and a class keeps the items with its smallest keys. When the sample is full, the
 * largest class makes room, so in the end all classes have the same number of items (to within one) but those that had
 * fewer to offer. A class that has made room never grows again, which makes the kept items a uniform sample of the class
 * whatever order they came in. Memory: at most {@code max} items.
 *
 * <p>Pure: the same offers and seed give the same sample. Not thread-safe.
 */
final class BalancedSample<T> {

    private final int max;
    private final SplittableRandom random;
    private final NavigableMap<String, NavigableMap<Long, T>> kept = new TreeMap<>();
    private int size;

    BalancedSample(int max, long seed) {
        this.max = max;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Offers one item.
     *
     * @param item asked for only if it would be kept; empty if it turns out not to be usable
     */
    void offer(String label, Supplier<Optional<T>> item) {
        long key = random.nextLong();
        NavigableMap<Long, T> own = kept.computeIfAbsent(label, l -> new TreeMap<>());
        if (size < max) {
            item.get().ifPresent(value -> {
                own.put(key, value);
                size++;
            });
            return;
        }
        NavigableMap<Long, T> largest = largest();
        boolean ownMakesRoom = largest.size() <= own.size() + 1;
        if (ownMakesRoom && (own.isEmpty() || key >= own.lastKey())) {
            return;
        }
        item.get().ifPresent(value -> {
            (ownMakesRoom ? own : largest).pollLastEntry();
            own.put(key, value);
        });
    }

    private NavigableMap<Long, T> largest() {
        NavigableMap<Long, T> largest = kept.firstEntry().getValue();
        for (NavigableMap<Long, T> items : kept.values()) {
            if (items.size() > largest.size()) {
                largest = items;
            }
        }
        return largest;
    }

    /** What was kept, by label in alphabetical order; a label none of whose items was usable is there, and empty. */
    Map<String, Collection<T>> byLabel() {
        Map<String, Collection<T>> items = new TreeMap<>();
        kept.forEach((label, ofLabel) -> items.put(label, ofLabel.values()));
        return items;
    }
}
