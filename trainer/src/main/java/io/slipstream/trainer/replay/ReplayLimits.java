package io.slipstream.trainer.replay;

/**
 * How much a buffer holds.
 *
 * @param capacity images at most, 1 or more
 * @param perSource images of one source at most, 1..capacity; capacity where sources have no quota
 */
public record ReplayLimits(int capacity, int perSource) {

    public ReplayLimits {
        if (capacity < 1 || perSource < 1 || perSource > capacity) {
            throw new IllegalArgumentException("expected a capacity of at least 1 image, and of one source between 1"
                    + " and that, found " + capacity + " and " + perSource);
        }
    }

    /** Without quotas. */
    public static ReplayLimits of(int capacity) {
        return new ReplayLimits(capacity, capacity);
    }
}
