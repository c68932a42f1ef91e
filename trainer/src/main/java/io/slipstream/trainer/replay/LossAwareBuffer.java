package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.replay.LossAwareConfig.Gate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Loss-aware: a buffer that gives up what has been learned, and what has been trained on often.
 *
 * <p>Score of an image: s = (l - min l) / (max l - min l) - g c / max c, where l is how far its views' embeddings lie apart
 * (a moving average), c how often it was trained on, g a weight. When there is no room the lowest score among images
 * trained on goes, the oldest of equal ones; while there is none, the oldest image. Insertion and sampling cost O(N); 12
 * bytes an image. Source: SOLAR, arXiv:2604.10586, its deviation-aware buffer (random or unconditional insertion, lowest
 * score out, uniform sampling). What differs: l is the deviation 1 - cos of the two views before the heads, which every
 * method has for every image, in place of the method's loss.
 */
final class LossAwareBuffer<T> implements ReplayBuffer<T> {

    private static final String USES = "uses";
    private static final String DEVIATION = "deviation";

    private final LossAwareConfig config;
    private final Slots<T> slots;
    private final RandomStream insertion;
    private final RandomStream sampling;
    private final long[] uses;
    private final float[] deviations;

    LossAwareBuffer(ReplayLimits limits, LossAwareConfig config, long seed) {
        this.config = config;
        this.slots = new Slots<>(limits);
        this.insertion = new RandomStream(seed, "replay-insertion");
        this.sampling = new RandomStream(seed, ReservoirBuffer.SAMPLING);
        this.uses = new long[limits.capacity()];
        this.deviations = new float[limits.capacity()];
    }

    @Override
    public long offer(T image, String source) {
        long number = slots.count();
        int slot;
        if (slots.hasRoomFor(source)) {
            slot = slots.add(image, source, number);
        } else if (isLetIn(number)) {
            slot = victim(slots.openTo(source));
            slots.replace(slot, image, source, number);
        } else {
            return number;
        }
        uses[slot] = 0;
        deviations[slot] = 0;
        return number;
    }

    private boolean isLetIn(long number) {
        return config.gate() == Gate.ALWAYS || insertion.at(number).nextLong(number + 1) < slots.size();
    }

    private int victim(IntPredicate open) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        long mostUses = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            if (uses[slot] > 0) {
                least = Math.min(least, deviations[slot]);
                most = Math.max(most, deviations[slot]);
                mostUses = Math.max(mostUses, uses[slot]);
            }
        }
        int victim = Slots.NONE;
        double lowest = Double.POSITIVE_INFINITY;
        for (int slot = 0; slot < slots.size(); slot++) {
            if (uses[slot] > 0 && open.test(slot)) {
                double share = most > least ? (double) (deviations[slot] - least) / (most - least) : 0;
                double score = share - config.usesWeight() * uses[slot] / mostUses;
                boolean isOlder = victim != Slots.NONE && slots.number(slot) < slots.number(victim);
                if (victim == Slots.NONE || score < lowest || (score == lowest && isOlder)) {
                    victim = slot;
                    lowest = score;
                }
            }
        }
        return victim == Slots.NONE ? slots.oldest(open) : victim;
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
        for (int image = 0; image < numbers.size(); image++) {
            int slot = slots.slotOf(numbers.get(image));
            float deviation = observations.deviations()[image];
            if (slot != Slots.NONE && Float.isFinite(deviation)) {
                float weight = uses[slot] == 0 ? 0 : (float) config.average();
                deviations[slot] = weight * deviations[slot] + (1 - weight) * deviation;
                uses[slot]++;
            }
        }
    }

    @Override
    public int size() {
        return slots.size();
    }

    @Override
    public ReplayState<T> state() {
        ReplayColumns.Builder columns = ReplayColumns.builder();
        slots.write(columns);
        columns.numbers(USES, Arrays.copyOf(uses, slots.size()))
                .values(DEVIATION, Arrays.copyOf(deviations, slots.size()));
        return new ReplayState<>(slots.offered(), slots.images(), Optional.of(columns.build()));
    }

    @Override
    public void restore(ReplayState<T> state) {
        int[] from = slots.restore(state, true);
        int size = state.slots().size();
        float[] knownDeviations = state.known().values(DEVIATION);
        boolean isKnown = knownDeviations.length == size;
        long[] knownUses = state.known().numbers(USES, size, 0);
        for (int slot = 0; slot < from.length; slot++) {
            uses[slot] = isKnown ? knownUses[from[slot]] : 0;
            deviations[slot] = isKnown ? knownDeviations[from[slot]] : 0;
        }
    }
}
