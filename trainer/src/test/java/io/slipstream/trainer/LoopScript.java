package io.slipstream.trainer;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Does things to a trainer while it trains: each before a turn of its loop, on the training thread, so that it is the same
 * turn every time. To be given to the trainer as the question whether to stop.
 */
final class LoopScript implements BooleanSupplier {

    /** Something that is done once. */
    @FunctionalInterface
    interface Act {
        void run() throws Exception;
    }

    private final Map<Integer, Act> acts = new TreeMap<>();
    private int stopAt = Integer.MAX_VALUE;
    private int turn;

    /** Does something before a turn, counted from 1. */
    LoopScript at(int turnOfLoop, Act act) {
        acts.put(turnOfLoop, act);
        return this;
    }

    /** Stops the trainer before a turn. */
    LoopScript stopAt(int turnOfLoop) {
        stopAt = turnOfLoop;
        return this;
    }

    /** Turns begun. */
    int turns() {
        return turn;
    }

    @Override
    public boolean getAsBoolean() {
        turn++;
        try {
            acts.getOrDefault(turn, () -> {}).run();
        } catch (Exception e) {
            throw new IllegalStateException("before turn " + turn + " of the loop", e);
        }
        return turn >= stopAt;
    }
}
