package io.slipstream.trainer.replay;

import java.util.List;

/** A buffer that keeps nothing: every batch is new images alone. For comparison. Costs nothing. */
final class NoReplay<T> implements ReplayBuffer<T> {

    private long offered;

    @Override
    public long offer(T image, String source) {
        return offered++;
    }

    @Override
    public void replace(long number, T image) {}

    @Override
    public List<Replayed<T>> sample(long step, int count) {
        return List.of();
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public ReplayState<T> state() {
        return new ReplayState<>(offered, List.of());
    }

    @Override
    public void restore(ReplayState<T> state) {
        offered = state.offered();
    }
}
