package io.slipstream.schemas.image;

/**
 * The weights with which a line of pixels is resized: target pixel {@code i} is the sum over {@code j} of
 * {@code weights[i][j] * source[first[i] + j]}.
 *
 * <p>Shrinking by more than 2 averages the area each target pixel covers; everything else interpolates linearly
 * between pixel centres and repeats the edge. Weights of a target pixel add up to 1.
 */
final class Resample {

    final int[] first;
    final float[][] weights;

    private Resample(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    private static final double AREA_FROM = 2;

    static Resample of(int source, int target) {
        int[] first = new int[target];
        float[][] weights = new float[target][];
        double scale = (double) source / target;
        for (int i = 0; i < target; i++) {
            if (scale > AREA_FROM) {
                area(i * scale, Math.min(source, (i + 1) * scale), i, first, weights);
            } else {
                linear((i + 0.5) * scale - 0.5, source, i, first, weights);
            }
        }
        return new Resample(first, weights);
    }

    private static void area(double from, double to, int i, int[] first, float[][] weights) {
        int start = (int) from;
        int end = (int) Math.ceil(to);
        float[] shares = new float[end - start];
        for (int pixel = start; pixel < end; pixel++) {
            shares[pixel - start] = (float) ((Math.min(to, pixel + 1) - Math.max(from, pixel)) / (to - from));
        }
        first[i] = start;
        weights[i] = shares;
    }

    private static void linear(double center, int source, int i, int[] first, float[][] weights) {
        double clamped = Math.max(0, Math.min(source - 1, center));
        int left = Math.min((int) clamped, Math.max(0, source - 2));
        float right = (float) (clamped - left);
        first[i] = left;
        weights[i] = source == 1 ? new float[] {1} : new float[] {1 - right, right};
    }
}
