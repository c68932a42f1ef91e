package io.slipstream.trainer.schedule;

/**
 * Learning rate of a branch of training that ends: it falls exponentially from the rate at which training goes on
 * without it.
 *
 * <p>Source: "Simple and scalable strategies to continually pre-train large language models", arXiv:2403.08763, and for
 * vision arXiv:2503.02844, the infinite schedule's last phase, η = η_c (η_min / η_c)^(n / t_a).
 *
 * @param rate η_c, the rate that training has where the branch begins, 0 or more
 * @param finalShare η_min / η_c, above 0, at most 1
 * @param start steps taken before the first of the branch
 * @param steps t_a, length of the branch, 1 or more
 */
public record Annealing(double rate, double finalShare, long start, long steps) {

    public Annealing {
        if (!(finalShare > 0 && finalShare <= 1)) {
            throw new IllegalArgumentException("expected a final share above 0, at most 1, found " + finalShare);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("expected at least one step, found " + steps);
        }
    }

    /**
     * The rate of a step: {@code rate * finalShare^(n / steps)} for the n-th step of the branch, n from 1, so that its last
     * step has the final rate.
     *
     * @param step steps taken before this one; a step before the start has the start's rate, one after the end the last's
     */
    public double at(long step) {
        long taken = Math.max(1, step - start + 1);
        return taken >= steps ? finalRate() : rate * Math.pow(finalShare, (double) taken / (double) steps);
    }

    /** Rate of the last step. */
    public double finalRate() {
        return rate * finalShare;
    }
}
