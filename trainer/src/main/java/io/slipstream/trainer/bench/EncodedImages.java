package io.slipstream.trainer.bench;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;

/** JPEG files, in memory, for a pipeline to decode. */
final class EncodedImages {

    private static final int SHAPES = 6;
    private static final int NOISE = 24;

    private EncodedImages() {}

    /**
     * The first files of a directory or archive.
     *
     * @param count how many at most
     * @throws IOException if it cannot be read, or holds nothing
     */
    static List<byte[]> of(Path set, int count) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (ImageSet images = ImageSet.open(set)) {
            while (files.size() < count && images.hasNext()) {
                ImageFile file = images.next();
                files.add(file.bytes());
            }
        }
        if (files.isEmpty()) {
            throw new IOException("expected images in " + set + ", found no file");
        }
        return files;
    }

    /** Made-up JPEGs: shaded shapes with the noise of a sensor, so that they are as hard to decode as photographs. */
    static List<byte[]> synthetic(int count, int side, long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(draw(side, random), "jpeg", out);
            files.add(out.toByteArray());
        }
        return files;
    }

    private static BufferedImage draw(int side, RandomGenerator random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, color(random), side, side, color(random)));
        graphics.fillRect(0, 0, side, side);
        for (int shape = 0; shape < SHAPES; shape++) {
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            graphics.setPaint(new GradientPaint(x, y, color(random), x + side / 2f, y + side / 2f, color(random)));
            graphics.fillOval(x, y, 1 + random.nextInt(side / 2), 1 + random.nextInt(side / 2));
        }
        graphics.dispose();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, noisy(image.getRGB(x, y), random));
            }
        }
        return image;
    }

    private static Color color(RandomGenerator random) {
        return new Color(random.nextInt(1 << 24));
    }

    private static int noisy(int rgb, RandomGenerator random) {
        int noise = random.nextInt(NOISE) - NOISE / 2;
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int value = Math.max(0, Math.min(255, (rgb >> shift & 0xff) + noise));
            result |= value << shift;
        }
        return result;
    }
}
