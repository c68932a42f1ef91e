package io.slipstream.evaluator.watch.row;

import java.nio.ByteBuffer;

/**
 * What became of the images of a stream since the application began with it.
 *
 * @param seen records that went by
 * @param looked of these, images that were to be looked at and could be decoded
 * @param refused records that are no samples
 * @param undecodable images that were to be looked at and could not be decoded
 * @param unembedded images for which there was no encoder
 */
public record Counts(long seen, long looked, long refused, long undecodable, long unembedded) {

    /** Nothing yet. */
    public static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

    /** From a store. */
    public static Counts read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        return new Counts(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /** The form in a store. */
    public byte[] stored() {
        return ByteBuffer.allocate(5 * Long.BYTES)
                .putLong(seen)
                .putLong(looked)
                .putLong(refused)
                .putLong(undecodable)
                .putLong(unembedded)
                .array();
    }

    /** One more that went by. */
    public Counts oneSeen() {
        return new Counts(seen + 1, looked, refused, undecodable, unembedded);
    }

    /** One more that was looked at. */
    public Counts oneLooked() {
        return new Counts(seen, looked + 1, refused, undecodable, unembedded);
    }

    /** One more that is no sample. */
    public Counts oneRefused() {
        return new Counts(seen, looked, refused + 1, undecodable, unembedded);
    }

    /** One more that could not be decoded. */
    public Counts oneUndecodable() {
        return new Counts(seen, looked, refused, undecodable + 1, unembedded);
    }

    /** More without an encoder. */
    public Counts moreUnembedded(int images) {
        return new Counts(seen, looked, refused, undecodable, unembedded + images);
    }
}
