package io.slipstream.trainer.schedule;

/**
 * A value that goes linearly from one to another and stays there, for instance DINO's teacher temperature.
 *
 * @param from value at step 0
 * @param to value from step {@code steps} on
 * @param steps length of the ramp; 0 for {@code to} from the start
 */
public record Ramp(double from, double to, long steps) {

    /** The value at a step, counted from 0. */
    public double at(long step) {
        return step >= steps ? to : from + (to - from) * (double) step / (double) steps;
    }
}
