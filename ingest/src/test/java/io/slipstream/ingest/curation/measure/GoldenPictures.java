package io.slipstream.ingest.curation.measure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures drawn by formula: the same pixels as src/test/golden/curation/golden.py draws. */
public final class GoldenPictures {

    private GoldenPictures() {}

    public static BufferedImage picture(int seed, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int u = x * 256 / width;
                int v = y * 256 / height;
                int blob = (square(u - 40 * seed) + square(v - 30 * seed)) / 64 % 256;
                int stripe = (u * (seed + 1) + v) / 16 % 2 == 1 ? 60 : 0;
                int red = (blob + stripe) % 256;
                int green = (u + 2 * v + seed * 31) / 3 % 256;
                int blue = (255 - blob) / 2 + stripe;
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    /** The picture as a JPEG. */
    public static byte[] jpeg(int seed, int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture(seed, width, height), "jpeg", bytes);
        return bytes.toByteArray();
    }

    private static int square(int number) {
        return number * number;
    }
}
