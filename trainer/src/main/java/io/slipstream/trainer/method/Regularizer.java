package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;

/**
 * A second loss that holds the student to something it was, without knowing where one part of the stream ends and
 * another begins. Its head, if it has one, is the student's and learns with it. Used by one thread.
 */
interface Regularizer {

    /** Name in the configuration and in metrics. */
    String name();

    /**
     * What the student is held to in this step, one per view; no gradient is recorded. Empty if there is nothing to hold
     * it to.
     */
    List<NDArray> targets(Views views, ReplayedRows replayed);

    /**
     * The loss, before its weight.
     *
     * @param objective the student's side of the step
     * @param targets what {@link #targets} returned; not empty
     * @return scalar
     */
    NDArray loss(Branch student, Objective objective, List<NDArray> targets, ReplayedRows replayed);

    /** What the loss is multiplied by; greater than 0. */
    double weight();

    /** Moves what the student is held to, after a step of {@code batch} images. */
    default void follow(int batch, NDManager scope) {}

    /** What it remembers, by name, aliasing. */
    default Map<String, NDArray> memory() {
        return Map.of();
    }

    /** Takes up what was written to {@link #memory()}. */
    default void restored(NDManager scope) {}
}
