package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * Keeps the k most similar of the rows it is offered; of equally similar ones the lower row.
 *
 * <p>A candidate is one long: the similarity, mapped so that integers order like floats, above the complement of the row.
 * Candidates collect in a buffer of 2k, of which the better half is kept when it is full:
 * by quickselect, which costs a tenth of a sort. Not thread-safe; reusable.
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
        selectUpper(candidates, size, k);
        System.arraycopy(candidates, size - k, candidates, 0, k);
        size = k;
        worstKept = candidates[0];
    }

    /**
     * Moves the largest {@code count} of the first {@code size} values to their end, the least of them first.
     *
     * @param values all different
     */
    private static void selectUpper(long[] values, int size, int count) {
        int wanted = size - count;
        int low = 0;
        int high = size - 1;
        while (low < high) {
            long pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
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
