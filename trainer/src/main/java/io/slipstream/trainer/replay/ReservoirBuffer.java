package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A replay buffer in which every image of the stream so far has the same chance to be: reservoir sampling.
 *
 * <p>Item n (from 0) is kept while there is room; then it takes slot r, drawn uniformly from 0..n, if r is a slot. After
 * n items each is held with probability capacity / n. A source at its quota is a reservoir of its own, of as many slots as
 * it has. Insertion costs O(1), with quotas O(N); sampling O(N). Source: Vitter, "Random sampling with a reservoir", ACM
 * TOMS 11(1), 1985, algorithm R.
 */
final class ReservoirBuffer<T> implements ReplayBuffer<T> {

    /** Purpose of the random stream that draws replayed images. */
    static final String SAMPLING = "replay-sampling";

    private static final String SOURCES = "offering-sources";
    private static final String OFFERED = "offered-by-source";

    private final Slots<T> slots;
    private final RandomStream insertion;
    private final RandomStream sampling;
    private final Map<String, Long> offered = new HashMap<>(); // of sources that hold a slot, where there are quotas

    ReservoirBuffer(ReplayLimits limits, long seed) {
        this.slots = new Slots<>(limits);
        this.insertion = new RandomStream(seed, "replay-insertion");
        this.sampling = new RandomStream(seed, SAMPLING);
    }

    @Override
    public long offer(T image, String source) {
        long number = slots.count();
        long ofSource = offered.getOrDefault(source, 0L);
        if (slots.hasRoomFor(source)) {
            slots.add(image, source, number);
        } else if (slots.isAtQuota(source)) {
            long place = insertion.at(number).nextLong(ofSource + 1);
            if (place < slots.held(source)) {
                slots.replace(ownSlot(source, place), image, source, number);
            }
        } else {
            long slot = insertion.at(number).nextLong(number + 1);
            if (slot < slots.capacity()) {
                slots.replace(Math.toIntExact(slot), image, source, number);
            }
        }
        if (slots.hasQuotas()) {
            offered.put(source, ofSource + 1);
            offered.keySet().removeIf(known -> slots.held(known) == 0);
        }
        return number;
    }

    private int ownSlot(String source, long place) {
        IntPredicate own = slots.openTo(source);
        return IntStream.range(0, slots.size())
                .filter(own)
                .skip(place)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void replace(long number, T image) {
        slots.replace(number, image);
    }

    @Override
    public List<Replayed<T>> sample(long step, int count) {
        return slots.draw(sampling.at(step), count);
    }

    @Override
    public int size() {
        return slots.size();
    }

    /** Without quotas the images are all there is: any of them may have any number. */
    @Override
    public ReplayState<T> state() {
        if (!slots.hasQuotas()) {
            return new ReplayState<>(slots.offered(), slots.images());
        }
        ReplayColumns.Builder columns = ReplayColumns.builder();
        slots.write(columns);
        List<String> sources = offered.keySet().stream().sorted().toList();
        columns.texts(SOURCES, sources)
                .numbers(
                        OFFERED,
                        sources.stream()
                                .mapToLong(source -> offered.getOrDefault(source, 0L))
                                .toArray());
        return new ReplayState<>(slots.offered(), slots.images(), Optional.of(columns.build()));
    }

    /** A buffer smaller than the one that left the state keeps its first slots: any fixed set is a uniform sample. */
    @Override
    public void restore(ReplayState<T> state) {
        slots.restore(state, false);
        offered.clear();
        List<String> sources = new ArrayList<>(state.known().texts(SOURCES));
        long[] counts = state.known().numbers(OFFERED, sources.size(), 0);
        for (int i = 0; i < counts.length; i++) {
            offered.put(sources.get(i), counts[i]);
        }
    }
}
