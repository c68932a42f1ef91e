package io.slipstream.trainer.replay;

import java.util.List;

/**
 * A memory of earlier images, from which training steps are filled up.
 *
 * <p>The order of calls decides everything: the same calls from the same state lead to the same content and the same
 * draws. Random choices are functions of seed and position, never of hidden state. Not thread-safe.
 *
 * @param <T> an image as the trainer holds it
 */
public interface ReplayBuffer<T> {

    /**
     * Offers the next image of the stream, which the buffer may keep, for the price of another, or not.
     *
     * @param source key of the camera, scanner or crawler it came from; counts where sources have quotas
     * @return its number: how many were offered before it
     */
    long offer(T image, String source);

    /**
     * Puts an image in the place of that of a number: the same image, of which more is known by now. A number that is not
     * held is passed over.
     */
    void replace(long number, T image);

    /**
     * Distinct images for a training step; changes nothing.
     *
     * @param step training step; the same step on the same content draws the same images
     * @param count how many; fewer are returned when fewer are held
     */
    List<Replayed<T>> sample(long step, int count);

    /** Whether {@link #observe} must be told of every step. */
    default boolean observes() {
        return false;
    }

    /**
     * Learns what a step made of its images. Numbers of images that are not held are passed over.
     *
     * @param numbers by image of the batch its number, or {@link Replayed#NONE}
     */
    default void observe(List<Long> numbers, Observations observations) {}

    /** Number of images held. */
    int size();

    /** A copy of what the buffer must remember. */
    ReplayState<T> state();

    /**
     * Goes on from a state, which replaces all there was. It may be that of a buffer of another kind or capacity: images
     * for which there is no room go, and what is not known of the others is learned.
     */
    void restore(ReplayState<T> state);
}
