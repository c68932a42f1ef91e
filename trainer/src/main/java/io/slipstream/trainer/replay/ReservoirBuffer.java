package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A replay buffer in which every image of the stream so far has the same chance to be: reservoir sampling.
 *
 * <p>Item n (from 0) is kept while there is room; then it takes slot r, drawn uniformly from 0..n, if r is a slot. After
 * n items each is held with probability capacity / n. Insertion costs O(1), sampling O(batch). Source: Vitter, "Random
 * sampling with a reservoir", ACM TOMS 11(1), 1985, algorithm R. Not thread-safe.
 *
 * @param <T> an image as the trainer holds it
 */
public final class ReservoirBuffer<T> {

    private final int capacity;
    private final RandomStream insertion;
    private final RandomStream sampling;
    private final List<T> slots = new ArrayList<>();
    private long offered;

    /** An empty buffer of at most {@code capacity} images. */
    public ReservoirBuffer(int capacity, long seed) {
        if (capacity < 1) {
            throw new IllegalArgumentException("expected a capacity of at least 1 image, found " + capacity);
        }
        this.capacity = capacity;
        this.insertion = new RandomStream(seed, "replay-insertion");
        this.sampling = new RandomStream(seed, "replay-sampling");
    }

    /** A copy of what the buffer must remember. */
    public ReplayState<T> state() {
        return new ReplayState<>(offered, slots);
    }

    /**
     * Goes on from a state, which replaces all there was.
     *
     * <p>A buffer smaller than the one that left the state keeps its first slots: any fixed set of slots is a uniform
     * sample.
     */
    public void restore(ReplayState<T> state) {
        slots.clear();
        slots.addAll(state.slots().subList(0, Math.min(capacity, state.slots().size())));
        offered = state.offered();
    }

    /** Offers the next image of the stream. */
    public void offer(T image) {
        if (slots.size() < capacity) {
            slots.add(image);
        } else {
            long slot = insertion.at(offered).nextLong(offered + 1);
            if (slot < capacity) {
                slots.set(Math.toIntExact(slot), image);
            }
        }
        offered++;
    }

    /** Number of images held. */
    public int size() {
        return slots.size();
    }

    /**
     * Distinct images drawn uniformly, in random order.
     *
     * @param step training step; the same step on the same content draws the same images
     * @param count how many; fewer are returned when fewer are held
     */
    public List<T> sample(long step, int count) {
        RandomGenerator random = sampling.at(step);
        int size = slots.size();
        int drawn = Math.min(count, size);
        List<T> sample = new ArrayList<>(drawn);
        // Fisher-Yates over slot numbers, remembering only the slots that moved.
        Map<Integer, Integer> moved = new HashMap<>();
        for (int i = 0; i < drawn; i++) {
            int pick = i + random.nextInt(size - i);
            sample.add(slots.get(moved.getOrDefault(pick, pick)));
            moved.put(pick, moved.getOrDefault(i, i));
        }
        return sample;
    }
}
