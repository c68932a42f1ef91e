package io.slipstream.trainer.stream;

import io.slipstream.trainer.pixels.DecodedPixels;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.pixels.Pixels;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An image as the trainer holds it, at training size.
 *
 * @param id SHA-256 of the encoded bytes, 64 hexadecimal digits
 * @param pixels its pixels
 * @param projection what the student made of it when it was new; of length 0 where that is not kept, or not known; treated
 *     as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: images are compared by id, never by value.
public record TrainingImage(String id, Pixels pixels, float[] projection) {

    private static final float[] NONE = new float[0];

    /** An image of which no step has made anything yet. */
    public TrainingImage(String id, Pixels pixels) {
        this(id, pixels, NONE);
    }

    /**
     * The same, kept decoded.
     *
     * @param rgb uint8 RGB planes, {@code 3 * size * size} bytes; treated as read-only
     */
    public TrainingImage(String id, byte[] rgb) {
        this(id, new DecodedPixels(rgb));
    }

    /** The pixels of images of one size, uint8 RGB planes, one image after the other, in a direct buffer. */
    public static ByteBuffer pixels(List<TrainingImage> images) {
        // Decoding, where they are kept encoded, is work for all processors: the step waits for it.
        List<byte[]> planes =
                images.parallelStream().map(image -> image.pixels().rgb()).toList();
        ByteBuffer pixels = ByteBuffer.allocateDirect(
                planes.stream().mapToInt(each -> each.length).sum());
        planes.forEach(pixels::put);
        return pixels.flip();
    }

    /** The same image with its pixels kept in this way; itself where they are so already. */
    public TrainingImage kept(Keeping keeping) {
        Pixels kept = keeping.keep(pixels);
        return kept == pixels ? this : new TrainingImage(id, kept, projection);
    }

    /** The same with this projection. */
    public TrainingImage with(float[] other) {
        return new TrainingImage(id, pixels, other);
    }
}
