package io.slipstream.trainer.replay;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.trainer.pixels.Keeping;
import java.util.Optional;

/** What the replay buffer keeps. */
public record ReplayConfig(
        @Key(
                doc =
                        "Which images stay when there is no more room: reservoir, a uniform sample of the whole stream; fifo,"
                                + " the newest; min-red, those least like another one, for correlated streams; loss-aware, those that"
                                + " are not learned yet; centroid, those around the means of what the stream shows; none keeps"
                                + " no images.",
                value = "reservoir")
        Policy policy,

        @Key(doc = "Images the replay buffer holds at most; 0 is none.", value = "16384", min = 0)
        int capacity,

        @Key(
                doc =
                        "Memory the replay buffer takes at most, on top of what the process takes without it: fewer images"
                                + " are held where capacity would pass it. An image takes 3 bytes a pixel at the size it is kept,"
                                + " or encoded-share of that and 640 bytes, what its policy knows of it, and a projection where"
                                + " one is stored with it.")
        Optional<ByteSize> memory,

        @Key(
                doc =
                        "How images are kept, in the buffer, on the way to it and in checkpoints: decoded; or encoded, as JPEG"
                                + " at the size they are trained on, which takes a fraction, costs the time of decoding whenever one"
                                + " is trained on, and loses what a JPEG of high quality loses.",
                value = "decoded")
        Keeping.Form keep,

        @Key(
                doc =
                        "Where images are kept encoded: share of its decoded size that one takes at most, besides 640 bytes. Its"
                                + " quality is 95, or less for one that would take more.",
                value = "0.25",
                min = 0.25,
                max = 1)
        double encodedShare,

        @Key(
                doc =
                        "Share of the buffer that images of one source may take at most; 1 is no limit. A source at its limit"
                                + " gives up images of its own.",
                value = "1",
                min = 0.000001,
                max = 1)
        double quota,

        @Key(
                doc =
                        "Length of the features by which images are compared: longer embeddings are projected to it at random.",
                value = "32",
                min = 4,
                max = 4096)
        int features,

        @Key(doc = "Settings of min-red.") MinRedConfig minRed,
        @Key(doc = "Settings of loss-aware.") LossAwareConfig lossAware,
        @Key(doc = "Settings of centroid.") CentroidConfig centroid) {

    private static final int SLOT_BYTES = 256; // object headers, id, number, places in lists and maps
    private static final int FLOAT_BYTES = 4;

    /** Which images stay when there is no more room. */
    public enum Policy {
        RESERVOIR,
        FIFO,
        MIN_RED,
        LOSS_AWARE,
        CENTROID,
        NONE
    }

    /** The same with another capacity. */
    public ReplayConfig withCapacity(int images) {
        return new ReplayConfig(
                policy, images, memory, keep, encodedShare, quota, features, minRed, lossAware, centroid);
    }

    /** The same with another policy. */
    public ReplayConfig withPolicy(Policy other) {
        return new ReplayConfig(
                other, capacity, memory, keep, encodedShare, quota, features, minRed, lossAware, centroid);
    }

    /** The same with images kept in this form. */
    public ReplayConfig withKeep(Keeping.Form form) {
        return new ReplayConfig(
                policy, capacity, memory, form, encodedShare, quota, features, minRed, lossAware, centroid);
    }

    /** How images of a size are kept; decoded where there is nothing to keep them in. */
    public Keeping keeping(int side) {
        boolean isAny = policy != Policy.NONE && capacity > 0;
        return isAny ? new Keeping(keep, side, encodedShare) : Keeping.decoded(side);
    }

    /** Whether the buffer goes by what steps make of images. */
    public boolean observes() {
        return switch (policy) {
            case RESERVOIR, FIFO, NONE -> false;
            case MIN_RED, LOSS_AWARE, CENTROID -> true;
        };
    }

    /**
     * Images that fit.
     *
     * @param imageBytes bytes of an image: its pixels, and what is stored with it
     */
    public int slots(int imageBytes) {
        if (policy == Policy.NONE || memory.isEmpty()) {
            return policy == Policy.NONE ? 0 : capacity;
        }
        return (int) Math.min(capacity, memory.get().bytes() / slotBytes(imageBytes));
    }

    /** Bytes that an image takes, and what is known of it. */
    long slotBytes(int imageBytes) {
        return (long) imageBytes + SLOT_BYTES + (observes() ? (long) FLOAT_BYTES * features : 0);
    }

    /**
     * An empty buffer.
     *
     * @param imageBytes bytes of an image: its pixels, and what is stored with it
     * @param <T> an image as the trainer holds it
     * @throws IllegalArgumentException if there are to be images, and the memory is too small for one
     */
    public <T> ReplayBuffer<T> buffer(int imageBytes, long seed) {
        int slots = slots(imageBytes);
        if (slots == 0 && capacity > 0 && policy != Policy.NONE) {
            throw new IllegalArgumentException("replay: memory must hold at least one image, which takes "
                    + slotBytes(imageBytes) + " bytes with what is known of it");
        }
        if (slots == 0) {
            return new NoReplay<>();
        }
        ReplayLimits limits = new ReplayLimits(slots, (int) Math.ceil(quota * slots));
        return switch (policy) {
            case RESERVOIR -> new ReservoirBuffer<>(limits, seed);
            case FIFO -> new FifoBuffer<>(limits, seed);
            case MIN_RED -> new MinRedBuffer<>(limits, minRed.average(), seed);
            case LOSS_AWARE -> new LossAwareBuffer<>(limits, lossAware, seed);
            case CENTROID -> new CentroidBuffer<>(limits, centroid, seed);
            case NONE -> new NoReplay<>();
        };
    }
}
