package io.slipstream.trainer;

import java.util.List;

/**
 * Training has gone wrong: the loss is no number, or all images get the same output. What was learned since the last
 * healthy checkpoint is not worth keeping: go back there, or stop.
 */
final class UnwellException extends Exception {

    private final long step;
    private final int rollbacks;
    private final List<String> reasons;

    /**
     * Found at a step.
     *
     * @param step steps taken
     * @param rollbacks times in a row that training has gone back already
     * @param reasons one sentence each, at least one
     */
    UnwellException(long step, int rollbacks, List<String> reasons) {
        super("at step " + step + " " + String.join("; ", reasons));
        this.step = step;
        this.rollbacks = rollbacks;
        this.reasons = List.copyOf(reasons);
    }

    long step() {
        return step;
    }

    int rollbacks() {
        return rollbacks;
    }

    List<String> reasons() {
        return reasons;
    }
}
