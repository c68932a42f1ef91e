package io.slipstream.trainer.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The images a buffer holds: which, how many of them from each source, and where each is.
 *
 * <p>A source at its quota gets a slot for a new image only by giving up one of its own. Not thread-safe.
 */
final class Slots<T> {

    /** No slot. */
    static final int NONE = -1;

    private static final String NUMBER = "number";
    private static final String SOURCE = "source";

    private final int capacity;
    private final int perSource;
    private final List<T> images = new ArrayList<>();
    private final long[] numbers;
    private final String[] sources;
    private final Map<Long, Integer> slotOf = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private long offered;

    Slots(ReplayLimits limits) {
        this.capacity = limits.capacity();
        this.perSource = limits.perSource();
        this.numbers = new long[capacity];
        this.sources = new String[capacity];
    }

    int size() {
        return images.size();
    }

    int capacity() {
        return capacity;
    }

    /** Images offered so far. */
    long offered() {
        return offered;
    }

    /** Counts an image that is offered; returns its number. */
    long count() {
        return offered++;
    }

    boolean hasQuotas() {
        return perSource < capacity;
    }

    /** Slots of a source; counted only where there are quotas. */
    int held(String source) {
        return held.getOrDefault(source, 0);
    }

    boolean isAtQuota(String source) {
        return hasQuotas() && held(source) >= perSource;
    }

    /** Whether an image of this source may be kept without another going. */
    boolean hasRoomFor(String source) {
        return images.size() < capacity && !isAtQuota(source);
    }

    /** The slots that an image of this source may take from another image. */
    IntPredicate openTo(String source) {
        return isAtQuota(source) ? slot -> sources[slot].equals(source) : slot -> true;
    }

    T image(int slot) {
        return images.get(slot);
    }

    long number(int slot) {
        return numbers[slot];
    }

    /** Where the image of a number is; {@link #NONE} if it is not held. */
    int slotOf(long number) {
        return slotOf.getOrDefault(number, NONE);
    }

    /** Adds an image; returns its slot. */
    int add(T image, String source, long number) {
        images.add(image);
        write(images.size() - 1, source, number);
        return images.size() - 1;
    }

    /** Puts an image in the place of another. */
    void replace(int slot, T image, String source, long number) {
        forget(slot);
        images.set(slot, image);
        write(slot, source, number);
    }

    /** Puts an image in the place of that of a number, which it keeps; nothing if that is not held. */
    void replace(long number, T image) {
        int slot = slotOf(number);
        if (slot != NONE) {
            images.set(slot, image);
        }
    }

    /** Removes an image; the one of the last slot moves into its place. */
    void remove(int slot) {
        int last = images.size() - 1;
        forget(slot);
        if (slot < last) {
            forget(last);
            images.set(slot, images.get(last));
            write(slot, sources[last], numbers[last]);
        }
        images.remove(last);
    }

    private void write(int slot, String source, long number) {
        numbers[slot] = number;
        sources[slot] = hasQuotas() ? source : "";
        slotOf.put(number, slot);
        held.merge(sources[slot], 1, Integer::sum);
    }

    private void forget(int slot) {
        slotOf.remove(numbers[slot]);
        held.computeIfPresent(sources[slot], (source, count) -> count == 1 ? null : count - 1);
    }

    /** The slot of the image that came first, among some; {@link #NONE} if there are none. */
    int oldest(IntPredicate among) {
        int oldest = NONE;
        for (int slot = 0; slot < images.size(); slot++) {
            if (among.test(slot) && (oldest == NONE || numbers[slot] < numbers[oldest])) {
                oldest = slot;
            }
        }
        return oldest;
    }

    /** Distinct images drawn uniformly, in random order; fewer than {@code count} when fewer are held. */
    List<Replayed<T>> draw(RandomGenerator random, int count) {
        return draw(slot -> slot, images.size(), random, count);
    }

    /** The same among these slots. */
    List<Replayed<T>> draw(int[] among, RandomGenerator random, int count) {
        return draw(place -> among[place], among.length, random, count);
    }

    private List<Replayed<T>> draw(IntUnaryOperator slotAt, int places, RandomGenerator random, int count) {
        int drawn = Math.max(0, Math.min(count, places));
        List<Replayed<T>> sample = new ArrayList<>(drawn);
        // Fisher-Yates, remembering only the places that moved.
        Map<Integer, Integer> moved = new HashMap<>();
        for (int i = 0; i < drawn; i++) {
            int pick = i + random.nextInt(places - i);
            int slot = slotAt.applyAsInt(moved.getOrDefault(pick, pick));
            moved.put(pick, moved.getOrDefault(i, i));
            sample.add(new Replayed<>(numbers[slot], images.get(slot)));
        }
        return sample;
    }

    /** A copy of the images. */
    List<T> images() {
        return List.copyOf(images);
    }

    /** Adds what is to be remembered of the slots beside the images. */
    void write(ReplayColumns.Builder columns) {
        columns.numbers(NUMBER, Arrays.copyOf(numbers, images.size()));
        if (hasQuotas()) {
            columns.texts(SOURCE, Arrays.asList(sources).subList(0, images.size()));
        }
    }

    /**
     * Goes on from a state.
     *
     * @param newest whether, where there is not room for all, the newest images stay, and not those of the first slots
     * @return by slot the slot of the state that it comes from
     */
    int[] restore(ReplayState<T> state, boolean newest) {
        images.clear();
        slotOf.clear();
        held.clear();
        offered = state.offered();
        int size = state.slots().size();
        long[] known = state.known().numbers(NUMBER, size, Replayed.NONE);
        List<String> knownSources = state.known().texts(SOURCE);
        for (int slot = 0; slot < size; slot++) {
            if (known[slot] == Replayed.NONE) {
                known[slot] = offered - size + slot;
            }
        }
        List<Integer> kept = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        if (newest && size > capacity) {
            kept.sort(Comparator.comparing((Integer slot) -> known[slot]).reversed());
        }
        kept = new ArrayList<>(kept.subList(0, Math.min(capacity, size)));
        Collections.sort(kept);
        for (int slot : kept) {
            add(state.slots().get(slot), slot < knownSources.size() ? knownSources.get(slot) : "", known[slot]);
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }
}
