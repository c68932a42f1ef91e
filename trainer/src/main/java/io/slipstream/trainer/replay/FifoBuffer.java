package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import java.util.List;
import java.util.Optional;

/**
 * A buffer of the newest images.
 *
 * <p>A new image takes the place of the oldest one; of a source at its quota, of the oldest one of that source. Insertion
 * costs a look at N numbers, sampling O(N). On shuffled streams it restores what several epochs give; on correlated ones
 * (video, one camera) it holds near copies: see {@link MinRedBuffer}. Source: replay as in Purushwalkam et al., "The
 * challenges of continuous self-supervised learning", arXiv:2203.12710, section 4.
 */
final class FifoBuffer<T> implements ReplayBuffer<T> {

    private final Slots<T> slots;
    private final RandomStream sampling;

    FifoBuffer(ReplayLimits limits, long seed) {
        this.slots = new Slots<>(limits);
        this.sampling = new RandomStream(seed, ReservoirBuffer.SAMPLING);
    }

    @Override
    public long offer(T image, String source) {
        long number = slots.count();
        if (slots.hasRoomFor(source)) {
            slots.add(image, source, number);
        } else {
            slots.replace(slots.oldest(slots.openTo(source)), image, source, number);
        }
        return number;
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

    @Override
    public ReplayState<T> state() {
        ReplayColumns.Builder columns = ReplayColumns.builder();
        slots.write(columns);
        return new ReplayState<>(slots.offered(), slots.images(), Optional.of(columns.build()));
    }

    @Override
    public void restore(ReplayState<T> state) {
        slots.restore(state, true);
    }
}
