package io.slipstream.trainer.bench;

/**
 * How long one turn of a measurement is: until it has taken so many steps or so much time, whichever comes first.
 *
 * @param steps steps at most
 * @param seconds time at most; a turn has one step at least
 */
record Budget(long steps, double seconds) {

    static Budget ofSteps(long steps) {
        return new Budget(steps, Double.POSITIVE_INFINITY);
    }

    static Budget ofSeconds(double seconds) {
        return new Budget(Long.MAX_VALUE, seconds);
    }

    /** Whether a turn that has taken this much has another step. */
    boolean allows(long stepsTaken, double secondsTaken) {
        return stepsTaken == 0 || (stepsTaken < steps && secondsTaken < seconds);
    }
}
