package io.slipstream.deploy.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images of an exact size in bytes, for measurements that do not decode: a small JPEG, and noise behind it. */
final class TestImage {

    /** The JPEG itself takes less. */
    static final int SMALLEST = 1024;

    private static final int DISTINCT = 64;

    private TestImage() {}

    /** Some that differ; the same every time. */
    static List<byte[]> several(int size) {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < DISTINCT; i++) {
            images.add(one(size, i));
        }
        return images;
    }

    /** One that depends on its number. */
    static byte[] one(int size, int number) {
        byte[] image = new byte[size];
        new Random(number).nextBytes(image);
        byte[] jpeg = jpeg();
        if (jpeg.length > size) {
            throw new IllegalArgumentException("expected a size of " + jpeg.length + " or more, found " + size);
        }
        System.arraycopy(jpeg, 0, image, 0, jpeg.length);
        return image;
    }

    private static byte[] jpeg() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR), "jpeg", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
