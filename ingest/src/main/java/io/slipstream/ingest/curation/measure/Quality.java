package io.slipstream.ingest.curation.measure;

/**
 * How good a picture is to learn from, in three numbers.
 *
 * @param sharpness  variance of the Laplacian over all pixels: near 0 without any edge, tens where blurred, hundreds
 *     where sharp; it depends on the resolution, so a limit belongs to a camera
 * @param brightness mean luma, 0 (black) to 255 (white)
 * @param entropy    of the luma histogram in bits, 0 (one value) to 8 (all values equally often)
 */
public record Quality(double sharpness, double brightness, double entropy) {

    private static final int VALUES = 256;

    /** Measures a picture; what lies beyond an edge mirrors what is before it, as in OpenCV. */
    public static Quality of(Luma luma) {
        long[] histogram = new long[VALUES];
        for (byte value : luma.values()) {
            histogram[value & 0xff]++;
        }
        return new Quality(sharpness(luma), brightness(histogram), entropy(histogram));
    }

    /**
     * Variance of the 4-neighbour Laplacian.
     *
     * <p>Source: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study", ICPR
     * 2000 (LAPV).
     */
    private static double sharpness(Luma luma) {
        int width = luma.width();
        int height = luma.height();
        byte[] values = luma.values();
        long sum = 0;
        long squares = 0;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int above = mirrored(y - 1, height) * width;
            int below = mirrored(y + 1, height) * width;
            for (int x = 0; x < width; x++) {
                int laplacian = (values[above + x] & 0xff)
                        + (values[below + x] & 0xff)
                        + (values[row + mirrored(x - 1, width)] & 0xff)
                        + (values[row + mirrored(x + 1, width)] & 0xff)
                        - 4 * (values[row + x] & 0xff);
                sum += laplacian;
                squares += (long) laplacian * laplacian;
            }
        }
        double mean = (double) sum / values.length;
        return (double) squares / values.length - mean * mean;
    }

    private static int mirrored(int position, int length) {
        int inside = position < 0 ? -position : position;
        inside = inside >= length ? 2 * length - 2 - inside : inside;
        return Math.max(0, inside);
    }

    private static double brightness(long[] histogram) {
        double sum = 0;
        double pixels = 0;
        for (int value = 0; value < VALUES; value++) {
            sum += (double) value * histogram[value];
            pixels += histogram[value];
        }
        return sum / pixels;
    }

    private static double entropy(long[] histogram) {
        double pixels = 0;
        for (long count : histogram) {
            pixels += count;
        }
        double bits = 0;
        for (long count : histogram) {
            if (count > 0) {
                double share = count / pixels;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
