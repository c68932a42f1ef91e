package io.slipstream.ingest.camera;

import java.util.random.RandomGenerator;

/** The camera itself: what light and lens do to a scene, and the noise the chip adds. */
final class Sensor {

    /** Standard deviation of the read-out noise, in grey levels of 255. */
    private static final double READ_NOISE = 4;
    /** Noise that grows with the light: variance in grey levels per grey level. */
    private static final double SHOT_NOISE = 0.25;

    /** Half-width of a triangular density of standard deviation 1. */
    private static final double TRIANGLE = Math.sqrt(6);

    private Sensor() {}

    /** Exposes the scene in place: {@code pixels} is packed RGB, {@code size} pixels wide and high. */
    static void expose(int[] pixels, int size, Lighting light, RandomGenerator random) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double gain = light.at(2.0 * (x + 0.5) / size - 1, 2.0 * (y + 0.5) / size - 1);
                int scene = pixels[y * size + x];
                int red = noisy((scene >> 16 & 0xFF) * gain * light.redGain(), random);
                int green = noisy((scene >> 8 & 0xFF) * gain, random);
                int blue = noisy((scene & 0xFF) * gain * light.blueGain(), random);
                pixels[y * size + x] = red << 16 | green << 8 | blue;
            }
        }
    }

    private static int noisy(double level, RandomGenerator random) {
        double sigma = Math.sqrt(READ_NOISE * READ_NOISE + SHOT_NOISE * level);
        // Triangular rather than Gaussian: a tenth of the cost, and no different after quantization and JPEG.
        double noise = (random.nextDouble() + random.nextDouble() - 1) * TRIANGLE * sigma;
        return (int) Math.max(0, Math.min(255, Math.round(level + noise)));
    }
}
