package io.slipstream.evaluator.canonical;

import java.util.SplittableRandom;

/**
 * Augmented views of an image, the same ones whenever they are asked for.
 *
 * <p>A view is a random crop of an area between the smallest share and all, of an aspect between 3/4 and 4/3, resized
 * bilinearly to the size of the image; flipped left to right with probability 1/2; and with probability 0.8 changed in
 * brightness, then contrast, then saturation, by factors between 1 - jitter and 1 + jitter.
 *
 * <p>Pure: a view depends on the pixels, the settings, the seed, and the numbers of image and view. Thread-safe.
 *
 * <p>Source: SimCLR, 2020, arXiv:2002.05709, appendix A, without hue, grey and blur; crop as torchvision's {@code
 * RandomResizedCrop}.
 */
public final class ViewMaker {

    private static final double FLIP = 0.5;
    private static final double JITTER = 0.8;
    private static final int CROP_TRIES = 10;
    private static final double LARGEST_ASPECT = 4.0 / 3;

    /** Weights of red, green and blue in the brightness that is seen; ITU-R BT.601. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final ViewConfig config;
    private final long seed;

    public ViewMaker(ViewConfig config, long seed) {
        this.config = config;
        this.seed = seed;
    }

    /**
     * One view.
     *
     * @param pixels uint8 [3, size, size], RGB planes; not changed
     * @param image number of the image
     * @param view number of the view
     * @return pixels of the same shape
     */
    public byte[] view(byte[] pixels, int size, int image, int view) {
        // Two rounds of mixing, so that neighbouring numbers share nothing.
        SplittableRandom random =
                new SplittableRandom(new SplittableRandom(seed ^ ((long) image << 32 | view)).nextLong());
        float[] planes = crop(pixels, size, random);
        if (random.nextDouble() < JITTER) {
            brightness(planes, factor(random));
            contrast(planes, factor(random));
            saturation(planes, factor(random));
        }
        byte[] result = new byte[planes.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) Math.round(planes[i]);
        }
        return result;
    }

    private float[] crop(byte[] pixels, int size, SplittableRandom random) {
        double width = size;
        double height = size;
        for (int i = 0; i < CROP_TRIES; i++) {
            double area =
                    size * (double) size * (config.cropMinArea() + random.nextDouble() * (1 - config.cropMinArea()));
            double aspect = Math.exp((2 * random.nextDouble() - 1) * Math.log(LARGEST_ASPECT));
            double w = Math.sqrt(area * aspect);
            double h = Math.sqrt(area / aspect);
            if (w <= size && h <= size) {
                width = w;
                height = h;
                break;
            }
        }
        double left = random.nextDouble() * (size - width);
        double top = random.nextDouble() * (size - height);
        boolean flipped = random.nextDouble() < FLIP;
        float[] planes = new float[pixels.length];
        for (int y = 0; y < size; y++) {
            double sourceY = top + (y + 0.5) * height / size - 0.5;
            for (int x = 0; x < size; x++) {
                int column = flipped ? size - 1 - x : x;
                double sourceX = left + (column + 0.5) * width / size - 0.5;
                for (int plane = 0; plane < 3; plane++) {
                    planes[(plane * size + y) * size + x] = (float) bilinear(pixels, size, plane, sourceX, sourceY);
                }
            }
        }
        return planes;
    }

    private static double bilinear(byte[] pixels, int size, int plane, double x, double y) {
        double clampedX = Math.min(Math.max(x, 0), size - 1.0);
        double clampedY = Math.min(Math.max(y, 0), size - 1.0);
        int left = (int) clampedX;
        int top = (int) clampedY;
        int right = Math.min(left + 1, size - 1);
        int bottom = Math.min(top + 1, size - 1);
        double alongX = clampedX - left;
        double alongY = clampedY - top;
        int offset = plane * size * size;
        double upper = (1 - alongX) * (pixels[offset + top * size + left] & 0xff)
                + alongX * (pixels[offset + top * size + right] & 0xff);
        double lower = (1 - alongX) * (pixels[offset + bottom * size + left] & 0xff)
                + alongX * (pixels[offset + bottom * size + right] & 0xff);
        return (1 - alongY) * upper + alongY * lower;
    }

    private double factor(SplittableRandom random) {
        return 1 + config.jitter() * (2 * random.nextDouble() - 1);
    }

    private static void brightness(float[] planes, double factor) {
        for (int i = 0; i < planes.length; i++) {
            planes[i] = clamp(planes[i] * factor);
        }
    }

    /** Away from, or towards, the mean grey of the whole image. */
    private static void contrast(float[] planes, double factor) {
        int area = planes.length / 3;
        double mean = 0;
        for (int i = 0; i < area; i++) {
            mean += luma(planes, area, i) / area;
        }
        for (int i = 0; i < planes.length; i++) {
            planes[i] = clamp(mean + factor * (planes[i] - mean));
        }
    }

    /** Away from, or towards, the grey of each pixel. */
    private static void saturation(float[] planes, double factor) {
        int area = planes.length / 3;
        for (int i = 0; i < area; i++) {
            double grey = luma(planes, area, i);
            for (int j = i; j < planes.length; j += area) {
                planes[j] = clamp(grey + factor * (planes[j] - grey));
            }
        }
    }

    private static double luma(float[] planes, int area, int i) {
        return LUMA[0] * planes[i] + LUMA[1] * planes[area + i] + LUMA[2] * planes[2 * area + i];
    }

    private static float clamp(double value) {
        return (float) Math.min(Math.max(value, 0), 255);
    }
}
