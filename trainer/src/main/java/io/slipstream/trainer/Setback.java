package io.slipstream.trainer;

import io.slipstream.trainer.checkpoint.Progress;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.health.RollbackConfig.Then;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.StreamState;

/**
 * Training that went wrong, and how far it had come.
 *
 * @param step steps taken
 * @param stream position and account of the stream
 */
record Setback(long step, StreamState stream) {

    /**
     * Where training goes on from a healthy state.
     *
     * @param times how often in a row it has gone back, this time included
     */
    TrainingState resumedFrom(TrainingState healthy, int times, Then then) {
        Progress progress = healthy.progress().after(times, step);
        return switch (then) {
            case REWARM ->
                new TrainingState(
                        progress, healthy.learner().rewarmedAt(progress.step()), healthy.replay(), healthy.stream());
            case SKIP ->
                new TrainingState(progress, healthy.learner(), healthy.replay(), stream.droppedSince(healthy.stream()));
        };
    }

    /** What was done with the stream since the last snapshot before the healthy state, the going back included. */
    Order orderFrom(TrainingState healthy, Order before, Then then) {
        return switch (then) {
            case REWARM -> before.then(new Order.Rewarm());
            case SKIP -> before.thenDropped(healthy.stream().nextOffsets(), stream.nextOffsets());
        };
    }
}
