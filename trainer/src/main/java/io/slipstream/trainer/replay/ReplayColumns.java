package io.slipstream.trainer.replay;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a buffer remembers beside its images: of its slots, an entry per slot or as many to each, and of itself.
 *
 * @param numbers whole numbers by name, treated as read-only
 * @param values fractions by name, treated as read-only
 * @param texts texts by name
 */
public record ReplayColumns(
        SortedMap<String, long[]> numbers, SortedMap<String, float[]> values, SortedMap<String, List<String>> texts) {

    public ReplayColumns {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** No columns, to which some may be added. */
    static Builder builder() {
        return new Builder();
    }

    /** Whole numbers of this name, if there are so many. */
    long[] numbers(String name, int count, long otherwise) {
        long[] found = numbers.get(name);
        return found != null && found.length == count ? found.clone() : filled(count, otherwise);
    }

    private static long[] filled(int count, long value) {
        long[] filled = new long[count];
        Arrays.fill(filled, value);
        return filled;
    }

    /** Fractions of this name; none if there are none. */
    float[] values(String name) {
        float[] found = values.get(name);
        return found == null ? new float[0] : found.clone();
    }

    /** Texts of this name; none if there are none. */
    List<String> texts(String name) {
        List<String> found = texts.get(name);
        return found == null ? List.of() : found;
    }

    /** Columns in the making. */
    static final class Builder {

        private final SortedMap<String, long[]> numbers = new TreeMap<>();
        private final SortedMap<String, float[]> values = new TreeMap<>();
        private final SortedMap<String, List<String>> texts = new TreeMap<>();

        Builder numbers(String name, long[] column) {
            numbers.put(name, column);
            return this;
        }

        Builder values(String name, float[] column) {
            values.put(name, column);
            return this;
        }

        Builder texts(String name, List<String> column) {
            texts.put(name, List.copyOf(column));
            return this;
        }

        ReplayColumns build() {
            return new ReplayColumns(numbers, values, texts);
        }
    }
}
