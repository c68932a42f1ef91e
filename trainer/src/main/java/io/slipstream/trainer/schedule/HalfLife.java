package io.slipstream.trainer.schedule;

/**
 * EMA momentum as a half-life in images, which stays meaningful when the batch size changes.
 *
 * <p>After {@code images} images the teacher keeps half of what it was: m = 2^(−batch / images). Momentum 0.99 at batch
 * 256 is a half-life of 17,656 images.
 *
 * @param images half-life in images, greater than 0
 */
public record HalfLife(double images) {

    public HalfLife {
        if (!(images > 0)) {
            throw new IllegalArgumentException("expected a half-life greater than 0 images, found " + images);
        }
    }

    /**
     * The half-life that a recipe's momentum means: −batch / log2(m).
     *
     * @param momentum m, between 0 and 1
     * @param batch images of a step of that recipe
     */
    public static HalfLife ofMomentum(double momentum, long batch) {
        if (!(momentum > 0 && momentum < 1)) {
            throw new IllegalArgumentException("expected a momentum between 0 and 1, found " + momentum);
        }
        return new HalfLife(-batch * Math.log(2) / Math.log(momentum));
    }

    /** Momentum m of one step over a batch of the given size, 0..1. */
    public double momentum(long batch) {
        return Math.pow(2, -(double) batch / images);
    }
}
