package io.slipstream.trainer.pixels;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;

/**
 * Pixels kept as a JPEG, which is decoded whenever they are asked for.
 *
 * @param kept the JPEG of a square image, written by {@link FittingJpeg}
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: images are compared by id, never by value.
public record EncodedPixels(byte[] kept) implements Pixels {

    private static final ImageLimits OWN = new ImageLimits(new ByteSize(Integer.MAX_VALUE), Integer.MAX_VALUE);

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it is no JPEG that a decoder accepts
     */
    @Override
    public byte[] rgb() {
        try {
            BufferedImage image = Images.decode(kept, OWN);
            return Images.toRgb(image, image.getWidth());
        } catch (BadImageException e) {
            throw new IllegalStateException(
                    "expected a JPEG that the trainer has written, of " + kept.length + " bytes: " + e.getMessage(), e);
        }
    }
}
