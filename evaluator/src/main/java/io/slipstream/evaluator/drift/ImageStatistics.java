package io.slipstream.evaluator.drift;

/**
 * What an image looks like before any encoder has seen it: these numbers explain most alarms.
 *
 * <p>All of them but the size are of its luma, {@code 0.299 R + 0.587 G + 0.114 B} of values 0..255 (Rec. 601).
 *
 * @param width in pixels
 * @param height in pixels
 * @param brightness mean of the luma, 0 (black) to 1 (white)
 * @param contrast standard deviation of the luma / 255, 0 (flat) to 0.5
 * @param sharpness variance of the Laplacian of the luma: small for a blurred image. The Laplacian has four neighbours and
 *     mirrors the image at its borders without repeating them, as OpenCV's does
 */
public record ImageStatistics(int width, int height, double brightness, double contrast, double sharpness) {

    private static final double WHITE = 255;

    /**
     * The statistics of an image.
     *
     * @param width at least 1
     * @param height at least 1
     * @param bgr {@code width * height * 3} samples, row by row, blue first, as a {@code BufferedImage} of type {@code
     *     TYPE_3BYTE_BGR} holds them
     * @throws IllegalArgumentException if the number of samples does not match
     */
    public static ImageStatistics of(int width, int height, byte[] bgr) {
        if (width < 1 || height < 1 || bgr.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException("expected width * height * 3 samples, found width " + width + ", height "
                    + height + " and " + bgr.length + " samples");
        }
        double[] luma = luma(bgr);
        double[] laplacian = laplacian(luma, width, height);
        return new ImageStatistics(
                width, height, mean(luma) / WHITE, Math.sqrt(variance(luma)) / WHITE, variance(laplacian));
    }

    private static double[] luma(byte[] bgr) {
        double[] luma = new double[bgr.length / 3];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.114 * (bgr[3 * i] & 0xff) + 0.587 * (bgr[3 * i + 1] & 0xff) + 0.299 * (bgr[3 * i + 2] & 0xff);
        }
        return luma;
    }

    private static double[] laplacian(double[] luma, int width, int height) {
        double[] laplacian = new double[luma.length];
        for (int y = 0; y < height; y++) {
            int above = mirrored(y - 1, height) * width;
            int below = mirrored(y + 1, height) * width;
            int row = y * width;
            for (int x = 0; x < width; x++) {
                int left = mirrored(x - 1, width);
                int right = mirrored(x + 1, width);
                laplacian[row + x] =
                        luma[above + x] + luma[below + x] + luma[row + left] + luma[row + right] - 4 * luma[row + x];
            }
        }
        return laplacian;
    }

    /** An index one step outside of 0..size-1 reflected at the border pixel. */
    private static int mirrored(int index, int size) {
        if (size == 1) {
            return 0;
        }
        return index < 0 ? 1 : index == size ? size - 2 : index;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
