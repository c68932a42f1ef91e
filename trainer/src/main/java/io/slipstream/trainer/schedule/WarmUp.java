package io.slipstream.trainer.schedule;

/**
 * A linear rise to a value that then holds for ever.
 *
 * @param value the value after the warm-up
 * @param steps length of the warm-up; 0 for none
 */
public record WarmUp(double value, long steps) {

    /** The value at a step counted from 0: {@code value * (step + 1) / steps} during the warm-up. */
    public double at(long step) {
        return step >= steps ? value : value * (double) (step + 1) / (double) steps;
    }
}
