package io.slipstream.trainer.replay;

import java.util.List;

/**
 * What a replay buffer must remember to go on as if it had never stopped.
 *
 * @param offered images offered so far
 * @param slots images held, by slot
 * @param <T> an image as the trainer holds it
 */
public record ReplayState<T>(long offered, List<T> slots) {

    public ReplayState {
        slots = List.copyOf(slots);
    }
}
