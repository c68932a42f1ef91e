package io.slipstream.deploy.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * JPEGs that decode and are about so large as is asked for: shapes, shading and the noise of a sensor. There is no end of
 * different ones: a comment with its number makes each another file, which takes as long to decode. Thread-safe.
 */
final class Photographs {

    private static final int DISTINCT = 16;
    private static final int SHADES = 6;
    private static final double NOISE = 6;
    private static final int START_OF_IMAGE = 2;

    private final int side;
    private final List<byte[]> pictures;

    private Photographs(int side, List<byte[]> pictures) {
        this.side = side;
        this.pictures = List.copyOf(pictures);
    }

    /** @param bytes of a JPEG, about */
    static Photographs of(int bytes) {
        int side = 32;
        while (jpeg(side, 0).length < bytes) {
            side += Math.max(8, side / 16);
        }
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < DISTINCT; i++) {
            pictures.add(jpeg(side, i));
        }
        return new Photographs(side, pictures);
    }

    /** Pixels on a side. */
    int side() {
        return side;
    }

    /** One by its number; the same for the same one. */
    byte[] at(long number) {
        byte[] picture = pictures.get((int) (number % DISTINCT));
        byte[] comment = "%016d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(picture.length + comment.length + 4)
                .put(picture, 0, START_OF_IMAGE)
                .putShort((short) 0xfffe)
                .putShort((short) (comment.length + 2))
                .put(comment)
                .put(picture, START_OF_IMAGE, picture.length - START_OF_IMAGE)
                .array();
    }

    private static byte[] jpeg(int side, int seed) {
        Random random = new Random(seed);
        double[] waves = random.doubles(SHADES * 3L, 1, 12).toArray();
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    double value = 128 + NOISE * random.nextGaussian();
                    for (int shade = 0; shade < SHADES; shade++) {
                        double wave = waves[channel * SHADES + shade];
                        value += 20 * Math.sin(wave * x / side + shade) * Math.cos(wave * y / side);
                    }
                    rgb = rgb << 8 | (int) Math.max(0, Math.min(255, value));
                }
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
