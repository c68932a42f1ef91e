package io.slipstream.trainer.replay;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a replay buffer must remember to go on as if it had never stopped.
 *
 * @param offered images offered so far
 * @param slots images held, by slot
 * @param columns what else; empty for a buffer that needs no more
 * @param <T> an image as the trainer holds it
 */
public record ReplayState<T>(long offered, List<T> slots, Optional<ReplayColumns> columns) {

    public ReplayState {
        slots = List.copyOf(slots);
    }

    /** The state of a buffer that needs no more than its images. */
    public ReplayState(long offered, List<T> slots) {
        this(offered, slots, Optional.empty());
    }

    /** What else there is, none included. */
    ReplayColumns known() {
        return columns.orElseGet(() -> new ReplayColumns(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()));
    }
}
