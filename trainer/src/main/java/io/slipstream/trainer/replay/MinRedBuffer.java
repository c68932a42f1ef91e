package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Minimum redundancy: a buffer that gives up the image most like another one it holds.
 *
 * <p>Feature of an image: a moving average of its embeddings, f = normalize(a f + (1 - a) z), the first one as it is. When
 * there is no room, i = argmax over images trained on of max over j of cos(f_i, f_j) goes, the older one of the pair; while
 * fewer than two have been trained on, the oldest. Of a source at its quota only own images go, compared with all. So a
 * camera that sees the same for an hour fills a few slots. Insertion and each feature that changes cost O(N d) by way of
 * {@link NeighbourIndex}, sampling O(N); memory 4 d bytes an image. Source: Purushwalkam et al., "The challenges of
 * continuous self-supervised learning", arXiv:2203.12710, section 5 and eq. 3. What differs: new images are trained on
 * when they arrive, not by chance later; features are those the step has computed.
 */
final class MinRedBuffer<T> implements ReplayBuffer<T> {

    private static final String FEATURE = "feature";

    private final Slots<T> slots;
    private final float average;
    private final RandomStream sampling;
    private @Nullable NeighbourIndex index; // once the length of features is known

    /** @param average a: weight of what was, 0..1 */
    MinRedBuffer(ReplayLimits limits, double average, long seed) {
        this.slots = new Slots<>(limits);
        this.average = (float) average;
        this.sampling = new RandomStream(seed, ReservoirBuffer.SAMPLING);
    }

    @Override
    public long offer(T image, String source) {
        long number = slots.count();
        if (slots.hasRoomFor(source)) {
            slots.add(image, source, number);
        } else {
            int victim = victim(slots.openTo(source));
            if (index != null) {
                index.remove(victim);
            }
            slots.replace(victim, image, source, number);
        }
        return number;
    }

    private int victim(IntPredicate open) {
        int redundant = index == null ? Slots.NONE : index.mostRedundant(open, slots::number);
        return redundant == Slots.NONE ? slots.oldest(open) : redundant;
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
    public boolean observes() {
        return true;
    }

    @Override
    public void observe(List<Long> numbers, Observations observations) {
        NeighbourIndex features = index(observations.dim());
        int dim = observations.dim();
        int[] changed = new int[numbers.size()];
        float[] vectors = new float[numbers.size() * dim];
        float[] vector = new float[dim];
        float[] before = new float[dim];
        int count = 0;
        for (int image = 0; image < changed.length; image++) {
            int slot = slots.slotOf(numbers.get(image));
            if (slot != Slots.NONE && observations.copyFeature(image, vector)) {
                if (features.isPresent(slot)) {
                    features.copy(slot, before, 0);
                    Vectors.average(before, average, vector);
                } else {
                    Vectors.normalize(vector);
                }
                changed[count] = slot;
                System.arraycopy(vector, 0, vectors, count * dim, dim);
                count++;
            }
        }
        features.put(Arrays.copyOf(changed, count), vectors);
    }

    private NeighbourIndex index(int dim) {
        if (index == null || index.dim() != dim) {
            index = new NeighbourIndex(slots.capacity(), dim);
        }
        return index;
    }

    @Override
    public int size() {
        return slots.size();
    }

    @Override
    public ReplayState<T> state() {
        ReplayColumns.Builder columns = ReplayColumns.builder();
        slots.write(columns);
        if (index != null) {
            float[] features = new float[slots.size() * index.dim()];
            for (int slot = 0; slot < slots.size(); slot++) {
                if (index.isPresent(slot)) {
                    index.copy(slot, features, slot * index.dim());
                }
            }
            columns.values(FEATURE, features);
        }
        return new ReplayState<>(slots.offered(), slots.images(), Optional.of(columns.build()));
    }

    /** Neighbours are found anew, in O(N² d). */
    @Override
    public void restore(ReplayState<T> state) {
        int[] from = slots.restore(state, true);
        float[] features = state.known().values(FEATURE);
        int size = state.slots().size();
        index = null;
        if (size == 0 || features.length == 0 || features.length % size != 0) {
            return;
        }
        int dim = features.length / size;
        int[] present = new int[from.length];
        float[] vectors = new float[from.length * dim];
        int count = 0;
        for (int slot = 0; slot < from.length; slot++) {
            if (Vectors.isAnything(features, from[slot] * dim, dim)) {
                present[count] = slot;
                System.arraycopy(features, from[slot] * dim, vectors, count * dim, dim);
                count++;
            }
        }
        index(dim).put(Arrays.copyOf(present, count), vectors);
    }
}
