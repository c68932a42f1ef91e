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

    /** Momentum m of one step over a batch of the given size, 0..1. */
    public double momentum(long batch) {
        return Math.pow(2, -(double) batch / images);
    }
}
