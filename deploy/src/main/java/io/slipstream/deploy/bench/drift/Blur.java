package io.slipstream.deploy.bench.drift;

/** A Gaussian blur of small images; beyond its border an image goes on as it ends there. */
final class Blur {

    /** What lies farther away has less than a thousandth of the weight. */
    private static final double REACH = 4;

    private Blur() {}

    /**
     * The blurred image.
     *
     * @param planes uint8 [3, side, side]
     * @param sigma standard deviation in pixels, above 0
     */
    static byte[] gaussian(byte[] planes, int side, double sigma) {
        double[] weights = weights(sigma);
        double[] levels = new double[planes.length];
        for (int i = 0; i < planes.length; i++) {
            levels[i] = planes[i] & 0xff;
        }
        double[] blurred = along(along(levels, side, weights, 1, side), side, weights, side, 1);
        byte[] result = new byte[planes.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) Math.round(blurred[i]);
        }
        return result;
    }

    private static double[] weights(double sigma) {
        int reach = (int) Math.ceil(REACH * sigma);
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** Along one axis: {@code step} between neighbours, {@code stride} between lines. */
    private static double[] along(double[] levels, int side, double[] weights, int step, int stride) {
        double[] result = new double[levels.length];
        int reach = weights.length / 2;
        for (int plane = 0; plane < levels.length; plane += side * side) {
            for (int line = 0; line < side; line++) {
                int first = plane + line * stride;
                for (int at = 0; at < side; at++) {
                    double sum = 0;
                    for (int i = -reach; i <= reach; i++) {
                        int from = Math.max(0, Math.min(side - 1, at + i));
                        sum += weights[i + reach] * levels[first + from * step];
                    }
                    result[first + at * step] = sum;
                }
            }
        }
        return result;
    }
}
