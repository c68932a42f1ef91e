package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.random.RandomStream;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * MoCo's queue of negatives: the last K keys the teacher made, the oldest overwritten first.
 *
 * <p>{@code [K, dim]} float32, every key of length 1; at the start, random directions drawn from the seed. Changed in
 * place: nothing native is made per step. Not thread-safe. Source: He et al., "Momentum contrast for unsupervised visual
 * representation learning", arXiv:1911.05722, section 3.2 and algorithm 1.
 */
final class KeyQueue {

    private final NDArray keys;
    private final NDArray pointer;

    /**
     * A queue of random keys.
     *
     * @param length K, at least the batch
     * @param dim length of a key
     * @param manager owner of the queue
     */
    KeyQueue(int length, int dim, long seed, NDManager manager) {
        keys = manager.create(directions(length, dim, seed), new Shape(length, dim));
        pointer = manager.zeros(new Shape());
    }

    private static float[] directions(int length, int dim, long seed) {
        RandomGenerator random = new RandomStream(seed, "key-queue").at();
        float[] values = new float[Math.multiplyExact(length, dim)];
        for (int row = 0; row < values.length; row += dim) {
            double squares = 0;
            for (int i = row; i < row + dim; i++) {
                values[i] = (float) random.nextGaussian();
                squares += (double) values[i] * values[i];
            }
            for (int i = row; i < row + dim; i++) {
                values[i] /= (float) Math.sqrt(squares);
            }
        }
        return values;
    }

    /** The keys, {@code [K, dim]}, each of length 1. They alias the queue's own. */
    NDArray keys() {
        return keys;
    }

    /**
     * Overwrites the oldest keys, from the end on to the front.
     *
     * <p>Call it after the backward pass, which reads the queue.
     *
     * @param added {@code [batch, dim]}, of any length; normalized on the way in
     * @throws IllegalArgumentException if the batch is larger than the queue
     */
    void enqueue(NDArray added) {
        long length = keys.getShape().get(0);
        long batch = added.getShape().get(0);
        if (batch > length) {
            throw new IllegalArgumentException(
                    "expected at most as many keys as the queue holds, " + length + ", found " + batch);
        }
        NDArray unit = added.stopGradient().normalize(2, 1);
        long first = (long) pointer.getFloat();
        long beforeEnd = Math.min(batch, length - first);
        write(first, unit, 0, beforeEnd);
        if (beforeEnd < batch) {
            write(0, unit, beforeEnd, batch);
        }
        pointer.set(new float[] {(first + batch) % length});
    }

    private void write(long at, NDArray unit, long from, long to) {
        keys.set(new NDIndex("{}:{}", at, at + to - from), unit.get(new NDIndex("{}:{}", from, to)));
    }

    /** The keys and the index of the oldest, by name; they alias the queue's own: writing to them restores it. */
    Map<String, NDArray> state() {
        return Map.of("keys", keys, "pointer", pointer);
    }
}
