package io.slipstream.deploy.bench.continual;

import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;

/** How all images of a domain look: what a camera, a lamp or a lens does to them. */
enum Look {
    /** As they are. */
    PLAIN,
    /** A quarter of the light. */
    DIM,
    /** Out of focus: a box of 3 x 3 pixels. */
    BLURRED,
    /** Red in full, blue by half: an old bulb. */
    WARM,
    /** A negative. */
    INVERTED;

    private static final int BOX = 3;

    /**
     * The image as it looks, as PNG, so that nothing else is lost.
     *
     * @param image 3 bytes a pixel, left alone
     */
    byte[] encoded(BufferedImage image) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(seen(image), "png", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory", impossible);
        }
    }

    /** The image as it looks; the given one is left alone. */
    BufferedImage seen(BufferedImage image) {
        return switch (this) {
            case PLAIN -> image;
            case DIM -> levels(image, 0.25, 0.25, 0.25, 0);
            case WARM -> levels(image, 1, 0.8, 0.5, 0);
            case INVERTED -> levels(image, -1, -1, -1, 255);
            case BLURRED -> blurred(image);
        };
    }

    private static BufferedImage levels(BufferedImage image, double red, double green, double blue, int offset) {
        BufferedImage seen = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                seen.setRGB(
                        x,
                        y,
                        (int) (offset + red * (rgb >> 16 & 255)) << 16
                                | (int) (offset + green * (rgb >> 8 & 255)) << 8
                                | (int) (offset + blue * (rgb & 255)));
            }
        }
        return seen;
    }

    private static BufferedImage blurred(BufferedImage image) {
        float[] weights = new float[BOX * BOX];
        Arrays.fill(weights, 1f / weights.length);
        BufferedImage seen = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        new ConvolveOp(new Kernel(BOX, BOX, weights), ConvolveOp.EDGE_NO_OP, null).filter(image, seen);
        return seen;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
