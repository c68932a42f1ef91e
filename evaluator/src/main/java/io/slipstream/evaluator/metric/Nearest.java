package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * Keeps the k most similar of the rows it is offered; of equally similar ones the lower row.
 *
 * <p>A candidate is one long: the similarity, mapped so that integers order like floats, above the complement of the row.
 * Candidates collect in a buffer of 2k, which is sorted and cut to k when it is full. Not thread-safe; reusable.
 */
final class Nearest {

    private final int k;
    private final long[] candidates;
    private int size;
    private long worstKept;

    Nearest(int k) {
        this.k = k;
        candidates = new long[2 * k];
        clear();
    }

    void clear() {
        size = 0;
        worstKept = Long.MIN_VALUE;
    }

    void offer(float similarity, int row) {
        int bits = Float.floatToRawIntBits(similarity);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        long candidate = ((long) ordered << 32) | (~row & 0xFFFF_FFFFL);
        if (candidate > worstKept) {
            candidates[size++] = candidate;
            if (size == candidates.length) {
                cut();
            }
        }
    }

    private void cut() {
        Arrays.sort(candidates, 0, size);
        System.arraycopy(candidates, size - k, candidates, 0, k);
        size = k;
        worstKept = candidates[0];
    }

    /** The rows kept, most similar first; k of them, or all that were offered if fewer. */
    int[] rows() {
        Arrays.sort(candidates, 0, size);
        int[] rows = new int[Math.min(k, size)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ~(int) candidates[size - 1 - i];
        }
        return rows;
    }
}
