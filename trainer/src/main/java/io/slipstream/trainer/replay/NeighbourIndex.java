package io.slipstream.trainer.replay;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which slot lies nearest to another one, kept as features come, change and go.
 *
 * <p>By slot it keeps a bound: the cosine to its nearest neighbour, or more; and one for all slots but that neighbour. A
 * feature that comes or changes costs one look at all others, O(N d), which raises the bounds it exceeds; where it was the
 * neighbour and has moved away or gone, the bound for the others takes its place and is marked as not exact. It is made
 * exact, O(N d), only once it is the largest of all, which few ever are. So the answer is that of comparing all pairs,
 * whatever was done before: a cosine is summed in one fixed order, and of equal ones the lowest rank decides. Memory:
 * 4 N d bytes. Not thread-safe.
 */
final class NeighbourIndex {

    /** Slots whose features lie side by side: a loop over them is what the compiler turns into vector instructions. */
    private static final int LANES = 256;

    private static final int UNROLLED = 4;

    private final int dim;
    private final int rows; // dim, rounded up with zeros
    private final int capacity;
    private final float[][] features; // [blocks * rows][LANES]: of arrays apart the compiler knows that none is another
    private final boolean[] present;
    private final float[] bound;
    private final float[] others; // bound for all but the neighbour
    private final int[] neighbour;
    private final boolean[] exact;
    private final float[] cosines = new float[LANES];

    /** An index without features. */
    NeighbourIndex(int capacity, int dim) {
        this.capacity = capacity;
        this.dim = dim;
        this.rows = (dim + UNROLLED - 1) / UNROLLED * UNROLLED;
        int blocks = (capacity + LANES - 1) / LANES;
        this.features = new float[Math.multiplyExact(blocks, rows)][LANES];
        this.present = new boolean[blocks * LANES];
        this.bound = new float[blocks * LANES];
        this.others = new float[blocks * LANES];
        this.neighbour = new int[blocks * LANES];
        this.exact = new boolean[blocks * LANES];
        Arrays.fill(bound, Float.NEGATIVE_INFINITY);
        Arrays.fill(others, Float.NEGATIVE_INFINITY);
    }

    int dim() {
        return dim;
    }

    boolean isPresent(int slot) {
        return present[slot];
    }

    /** Copies a slot's feature. */
    void copy(int slot, float[] to, int offset) {
        for (int k = 0; k < dim; k++) {
            to[offset + k] = features[firstRow(slot) + k][slot % LANES];
        }
    }

    private int firstRow(int slot) {
        return slot / LANES * rows;
    }

    /**
     * Gives slots new features.
     *
     * @param slots distinct slots
     * @param vectors of length 1 each, in the order of the slots: {@code slots.length * dim} numbers
     */
    void put(int[] slots, float[] vectors) {
        float[][] queries = new float[slots.length][rows];
        boolean[] changed = new boolean[capacity];
        for (int i = 0; i < slots.length; i++) {
            for (int k = 0; k < dim; k++) {
                queries[i][k] = vectors[i * dim + k];
                features[firstRow(slots[i]) + k][slots[i] % LANES] = queries[i][k];
            }
            present[slots[i]] = true;
            changed[slots[i]] = true;
            forget(slots[i]);
            exact[slots[i]] = true;
        }
        for (int first = 0; first < capacity; first += LANES) {
            int end = Math.min(first + LANES, capacity);
            for (int i = 0; i < slots.length; i++) { // all of them while the block is in the cache
                cosines(queries[i], first);
                raise(slots[i], first, end);
                for (int slot = first; slot < end; slot++) {
                    if (present[slot] && !changed[slot]) {
                        meet(slot, slots[i], cosines[slot - first]);
                    }
                }
            }
        }
    }

    /** A slot that keeps its feature learns of the present cosine to one that does not. */
    private void meet(int slot, int other, float cosine) {
        if (cosine >= bound[slot]) {
            if (neighbour[slot] != other) {
                others[slot] = bound[slot];
            }
            bound[slot] = cosine;
            neighbour[slot] = other;
            exact[slot] = true;
        } else if (neighbour[slot] == other) {
            bound[slot] = Math.max(cosine, others[slot]);
            exact[slot] = cosine >= others[slot];
        } else if (cosine > others[slot]) {
            others[slot] = cosine;
        }
    }

    /** Raises a slot's own bound by the cosines of a block. */
    private void raise(int own, int first, int end) {
        for (int slot = first; slot < end; slot++) {
            if (cosines[slot - first] > others[own] && present[slot] && slot != own) {
                if (cosines[slot - first] > bound[own]) {
                    others[own] = bound[own];
                    bound[own] = cosines[slot - first];
                    neighbour[own] = slot;
                } else {
                    others[own] = cosines[slot - first];
                }
            }
        }
    }

    private void forget(int slot) {
        bound[slot] = Float.NEGATIVE_INFINITY;
        others[slot] = Float.NEGATIVE_INFINITY;
    }

    /** Takes a slot's feature away. */
    void remove(int slot) {
        present[slot] = false;
        forget(slot);
        for (int other = 0; other < capacity; other++) {
            if (neighbour[other] == slot) {
                bound[other] = others[other];
                exact[other] = false;
            }
        }
    }

    /**
     * The slot whose nearest neighbour is the nearest of all.
     *
     * @param among slots to choose from; their neighbours may be any
     * @param rank of a slot; the lower one decides between equals
     * @return {@link Slots#NONE} if no slot to choose from has a neighbour
     */
    int mostRedundant(IntPredicate among, Rank rank) {
        while (true) {
            int top = Slots.NONE;
            for (int slot = 0; slot < capacity; slot++) {
                if (present[slot] && isAbove(slot, top, rank) && among.test(slot)) {
                    top = slot;
                }
            }
            if (top == Slots.NONE || exact[top]) {
                return top == Slots.NONE || bound[top] == Float.NEGATIVE_INFINITY ? Slots.NONE : top;
            }
            look(top);
        }
    }

    /** What decides between slots that are equally redundant. */
    @FunctionalInterface
    interface Rank {
        long of(int slot);
    }

    private boolean isAbove(int slot, int top, Rank rank) {
        return top == Slots.NONE
                || bound[slot] > bound[top]
                || (bound[slot] == bound[top] && rank.of(slot) < rank.of(top));
    }

    /** Finds a slot's neighbour anew. */
    private void look(int own) {
        float[] query = new float[rows];
        copy(own, query, 0);
        forget(own);
        for (int first = 0; first < capacity; first += LANES) {
            cosines(query, first);
            raise(own, first, Math.min(first + LANES, capacity));
        }
        exact[own] = true;
    }

    /** Cosines of a query with all slots of a block. */
    private void cosines(float[] query, int first) {
        Arrays.fill(cosines, 0);
        int row = firstRow(first);
        for (int k = 0; k < rows; k += UNROLLED) {
            add(
                    features[row + k],
                    features[row + k + 1],
                    features[row + k + 2],
                    features[row + k + 3],
                    query[k],
                    query[k + 1],
                    query[k + 2],
                    query[k + 3],
                    cosines);
        }
    }

    private static void add(
            float[] r0, float[] r1, float[] r2, float[] r3, float q0, float q1, float q2, float q3, float[] to) {
        for (int lane = 0; lane < to.length; lane++) {
            to[lane] = to[lane] + q0 * r0[lane] + q1 * r1[lane] + q2 * r2[lane] + q3 * r3[lane];
        }
    }
}
