package io.slipstream.trainer.replay;

/**
 * An image drawn from a buffer.
 *
 * @param number how many images had been offered before it
 * @param image the image
 * @param <T> an image as the trainer holds it
 */
public record Replayed<T>(long number, T image) {

    /** Number of an image that no buffer holds. */
    public static final long NONE = -1;
}
