package io.slipstream.ingest.curation.measure;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * The brightness of a picture's pixels, row by row: luma of ITU-R BT.601, 0 to 255, rounded as OpenCV does.
 *
 * @param width  in pixels, at least 1
 * @param height in pixels, at least 1
 * @param values {@code width * height} unsigned bytes; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // an image's worth of pixels is not copied, and nobody compares them
public record Luma(int width, int height, byte[] values) {

    /** The weights of red, green and blue in 15 binary places, as OpenCV has them; they add up to 1. */
    private static final int RED = 9798;

    private static final int GREEN = 19235;
    private static final int BLUE = 3735;
    private static final int PLACES = 15;
    private static final int HALF = 1 << (PLACES - 1);

    /** The luma of every pixel of an image of {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public static Luma of(BufferedImage image) {
        byte[] bgr = samples(image);
        byte[] values = new byte[image.getWidth() * image.getHeight()];
        for (int pixel = 0; pixel < values.length; pixel++) {
            values[pixel] = (byte) at(bgr, 3 * pixel);
        }
        return new Luma(image.getWidth(), image.getHeight(), values);
    }

    /** Brightness of a pixel, 0 to 255. */
    public int at(int x, int y) {
        return values[y * width + x] & 0xff;
    }

    /** The samples blue, green, red of each pixel, row by row. */
    static byte[] samples(BufferedImage image) {
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            throw new IllegalArgumentException("expected an image of TYPE_3BYTE_BGR, found type " + image.getType());
        }
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** The luma of the pixel whose samples start at {@code offset}. */
    static int at(byte[] bgr, int offset) {
        int weighed = BLUE * (bgr[offset] & 0xff) + GREEN * (bgr[offset + 1] & 0xff) + RED * (bgr[offset + 2] & 0xff);
        return (weighed + HALF) >> PLACES;
    }
}
