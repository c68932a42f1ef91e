package io.slipstream.trainer.schedule;

/**
 * Learning rate by step: a linear warm-up, then constant for ever or a half cosine down to a final rate that holds.
 *
 * <p>Source of the cosine: Loshchilov and Hutter, "SGDR", arXiv:1608.03983, eq. 5.
 *
 * @param rate rate at the end of the warm-up, 0 or more
 * @param warmUpSteps length of the warm-up; 0 for none
 * @param horizon steps from the start to the final rate, more than {@code warmUpSteps}; 0 for a constant rate
 * @param finalRate rate from the horizon on; without meaning when there is none
 * @param start step at which the schedule starts, 0 or more
 */
public record LearningRate(double rate, long warmUpSteps, long horizon, double finalRate, long start) {

    public LearningRate {
        if (horizon != 0 && horizon <= warmUpSteps) {
            throw new IllegalArgumentException(
                    "expected a horizon of 0 or more than the warm-up's " + warmUpSteps + " steps, found " + horizon);
        }
    }

    /**
     * The rate of a step.
     *
     * <p>During the warm-up {@code rate * (n + 1) / warmUpSteps} for the n-th step from the start, n from 0, so that its
     * last step has the full rate; then {@code finalRate + (rate - finalRate) * (1 + cos(π t)) / 2} with t from 0 to 1
     * between the warm-up's end and the horizon.
     *
     * @param step steps taken before this one; a step before the start has the start's rate
     */
    public double at(long step) {
        long elapsed = Math.max(0, step - start);
        if (elapsed < warmUpSteps) {
            return rate * (double) (elapsed + 1) / (double) warmUpSteps;
        }
        if (horizon == 0) {
            return rate;
        }
        double done = Math.min(1, (double) (elapsed - warmUpSteps) / (double) (horizon - warmUpSteps));
        return finalRate + (rate - finalRate) * (1 + Math.cos(Math.PI * done)) / 2;
    }

    /** This schedule started anew at a step: warm-up, and cosine if it has one. */
    public LearningRate rewarmed(long fromStep) {
        return new LearningRate(rate, warmUpSteps, horizon, finalRate, fromStep);
    }
}
