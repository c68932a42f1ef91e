package io.slipstream.trainer.stream;

/**
 * An image as the trainer holds it: decoded, at training size.
 *
 * @param id SHA-256 of the encoded bytes, 64 hexadecimal digits
 * @param pixels uint8 RGB planes, {@code 3 * size * size} bytes; treated as read-only
 * @param projection what the student made of it when it was new; of length 0 where that is not kept, or not known; treated
 *     as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: images are compared by id, never by value.
public record TrainingImage(String id, byte[] pixels, float[] projection) {

    private static final float[] NONE = new float[0];

    /** An image of which no step has made anything yet. */
    public TrainingImage(String id, byte[] pixels) {
        this(id, pixels, NONE);
    }

    /** The same with this projection. */
    public TrainingImage with(float[] other) {
        return new TrainingImage(id, pixels, other);
    }
}
