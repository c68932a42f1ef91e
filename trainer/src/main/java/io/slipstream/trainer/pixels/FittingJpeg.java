package io.slipstream.trainer.pixels;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A baseline JPEG, 4:2:0, of the best quality of a list that takes no more than so many bytes.
 *
 * <p>A fourth of the pixels' bytes is room for any image: at the lowest quality every coefficient is a multiple of 255,
 * and whatever its pixels are, a block has not the energy for much more than ±1 in all 64, which is 25 bytes; six such
 * blocks are a fifth of the 768 bytes of their pixels.
 */
final class FittingJpeg {

    private static final float[] QUALITIES = {0.95f, 0.9f, 0.85f, 0.75f, 0.6f, 0.45f, 0.3f, 0.15f, 0.01f};

    private FittingJpeg() {}

    /**
     * Encodes pixels.
     *
     * @param rgb uint8 RGB planes, {@code 3 * side * side} bytes
     * @param most bytes it may take
     */
    static byte[] of(byte[] rgb, int side, int most) {
        BufferedImage image = image(rgb, side);
        for (float quality : QUALITIES) {
            byte[] jpeg = encode(image, quality);
            if (jpeg.length <= most) {
                return jpeg;
            }
        }
        throw new IllegalArgumentException("expected room for any image of " + side + " pixels a side, found " + most
                + " bytes, which the lowest quality passes");
    }

    private static BufferedImage image(byte[] rgb, int side) {
        int plane = side * side;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < plane; i++) {
            bgr[3 * i] = rgb[2 * plane + i];
            bgr[3 * i + 1] = rgb[plane + i];
            bgr[3 * i + 2] = rgb[i];
        }
        return image;
    }

    private static byte[] encode(BufferedImage image, float quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a JPEG in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
