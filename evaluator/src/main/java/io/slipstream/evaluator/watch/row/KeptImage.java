package io.slipstream.evaluator.watch.row;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An image as it is kept for a later look: encoded if that is small, otherwise as the pixels an encoder of one input size
 * sees. So a kept image takes at most {@code 3 * size * size} bytes, however large the camera's are.
 *
 * @param size side of the pixels in the bytes; 0 if they are the encoded image
 * @param bytes encoded image, or planes red, green, blue
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record KeptImage(int size, byte[] bytes) {

    /** The smaller form of an image. */
    public static KeptImage of(byte[] encoded, byte[] planes, int size) {
        return encoded.length <= planes.length ? new KeptImage(0, encoded) : new KeptImage(size, planes);
    }

    /** What an encoder of an input size sees; empty if only pixels of another size were kept. */
    public Optional<byte[]> planes(int inputSize, ImageLimits limits) {
        if (size != 0) {
            return size == inputSize ? Optional.of(bytes) : Optional.empty();
        }
        try {
            BufferedImage image = Images.decode(bytes, limits);
            return Optional.of(Images.toRgb(image, inputSize));
        } catch (BadImageException impossible) {
            throw new IllegalStateException("an image that was decoded before cannot be now", impossible);
        }
    }

    /** The form in a store. */
    public byte[] stored() {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(size)
                .put(bytes)
                .array();
    }

    /** From a store. */
    public static KeptImage read(byte[] stored) {
        return new KeptImage(
                ByteBuffer.wrap(stored).getInt(), Arrays.copyOfRange(stored, Integer.BYTES, stored.length));
    }
}
