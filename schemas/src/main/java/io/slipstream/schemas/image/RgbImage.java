package io.slipstream.schemas.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * Turns an image of any colour model into 8-bit RGB ({@link BufferedImage#TYPE_3BYTE_BGR}).
 *
 * <p>Grey becomes three equal channels, palettes are looked up, 16-bit samples are rounded to 8, inks are subtracted
 * from white, and transparent pixels are composited on white, the page such images are drawn for. Sample values are
 * taken as sRGB and embedded colour profiles are ignored, as the common Python loaders do; Java's own conversion would
 * brighten grey images.
 */
final class RgbImage {

    private static final int WHITE = 255;

    private RgbImage() {}

    /** The image itself if it is of that type already. */
    static BufferedImage of(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage rgb = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) rgb.getRaster().getDataBuffer()).getData();
        boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
        boolean samples = image.getColorModel() instanceof ComponentColorModel;
        int[] row = new int[width * (samples ? image.getRaster().getNumBands() : 1)];
        for (int y = 0; y < height; y++) {
            if (inks) {
                subtractInks(image, y, row, bgr);
            } else if (samples) {
                copySamples(image, y, row, bgr);
            } else {
                copyColors(image, y, row, bgr);
            }
        }
        return rgb;
    }

    /** One row of cyan, magenta, yellow and black, 0 for no ink. Source: the PostScript Language Reference, 7.2.4. */
    private static void subtractInks(BufferedImage image, int y, int[] inks, byte[] bgr) {
        int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        read(image, y, inks);
        int out = y * image.getWidth() * 3;
        for (int in = 0; in < inks.length; in += 4, out += 3) {
            int paper = 255 - scaled(inks[in + 3], max);
            for (int channel = 0; channel < 3; channel++) {
                bgr[out + 2 - channel] = (byte) (((255 - scaled(inks[in + channel], max)) * paper + 127) / 255);
            }
        }
    }

    /** One row of grey, grey with alpha, RGB or RGBA samples. */
    private static void copySamples(BufferedImage image, int y, int[] samples, byte[] bgr) {
        int bands = image.getRaster().getNumBands();
        int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        boolean hasAlpha = image.getColorModel().hasAlpha();
        boolean isGray = bands < 3;
        boolean multiplied = hasAlpha && image.isAlphaPremultiplied();
        read(image, y, samples);
        int out = y * image.getWidth() * 3;
        for (int in = 0; in < samples.length; in += bands, out += 3) {
            int alpha = hasAlpha ? scaled(samples[in + bands - 1], max) : 255;
            for (int channel = 0; channel < 3; channel++) {
                int value = scaled(samples[in + (isGray ? 0 : channel)], max);
                bgr[out + 2 - channel] =
                        (byte) (multiplied ? Math.min(255, value + WHITE - alpha) : onWhite(value, alpha));
            }
        }
    }

    /** One row of a palette or of packed pixels. */
    private static void copyColors(BufferedImage image, int y, int[] colors, byte[] bgr) {
        image.getRGB(0, y, image.getWidth(), 1, colors, 0, image.getWidth());
        int out = y * image.getWidth() * 3;
        for (int argb : colors) {
            int alpha = argb >>> 24;
            bgr[out++] = (byte) onWhite(argb & 0xff, alpha);
            bgr[out++] = (byte) onWhite(argb >> 8 & 0xff, alpha);
            bgr[out++] = (byte) onWhite(argb >> 16 & 0xff, alpha);
        }
    }

    private static void read(BufferedImage image, int y, int[] samples) {
        Raster raster = image.getRaster();
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.getWidth(), 1, samples);
    }

    /** A sample of 0..max as 0..255, rounded. */
    private static int scaled(int sample, int max) {
        return max == 255 ? sample : (int) ((sample * 255L + max / 2) / max);
    }

    private static int onWhite(int value, int alpha) {
        return alpha == 255 ? value : (value * alpha + WHITE * (255 - alpha) + 127) / 255;
    }
}
