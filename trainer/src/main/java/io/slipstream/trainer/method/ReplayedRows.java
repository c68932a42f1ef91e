package io.slipstream.trainer.method;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which images of a batch are replayed: the last ones, from {@code first} on.
 *
 * @param first index of the first of them; the size of the batch if there are none
 * @param stored projections stored when the images came, by index of the image in the batch, of one length; an image
 *     without one is not among them
 */
public record ReplayedRows(int first, SortedMap<Integer, float[]> stored) {

    public ReplayedRows {
        if (first < 0) {
            throw new IllegalArgumentException("expected the index of an image, found " + first);
        }
        stored = Collections.unmodifiableSortedMap(new TreeMap<>(stored));
        if (!stored.isEmpty() && stored.firstKey() < first) {
            throw new IllegalArgumentException("expected stored projections of replayed images, from " + first
                    + " on, found one of image " + stored.firstKey());
        }
    }

    /** Those from an index on, with nothing stored for them. */
    public static ReplayedRows from(int first) {
        return new ReplayedRows(first, Collections.emptySortedMap());
    }
}
