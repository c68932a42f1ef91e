package io.slipstream.ingest.camera;

/** Grease on the lens: a blurred, hazy copy of the frame, blended in most strongly toward one side. */
final class Smear {

    private static final double HAZE = 0.30;

    private Smear() {}

    /** Smears the frame in place; {@code angle} (radians) points to the greasy side. */
    static void apply(int[] pixels, int size, double angle) {
        int[] sharp = pixels.clone();
        int radius = Math.max(1, size / 16);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double u = 2.0 * (x + 0.5) / size - 1;
                double v = 2.0 * (y + 0.5) / size - 1;
                double grease = Math.max(0, Math.min(0.9, 0.5 + 0.5 * (u * Math.cos(angle) + v * Math.sin(angle))));
                pixels[y * size + x] = blend(sharp, size, x, y, radius, grease);
            }
        }
    }

    private static int blend(int[] sharp, int size, int x, int y, int radius, double grease) {
        int packed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double sum = 0;
            int count = 0;
            for (int row = Math.max(0, y - radius); row <= Math.min(size - 1, y + radius); row++) {
                for (int column = Math.max(0, x - radius); column <= Math.min(size - 1, x + radius); column++) {
                    sum += sharp[row * size + column] >> shift & 0xFF;
                    count++;
                }
            }
            double hazy = sum / count * (1 - HAZE) + 170 * HAZE;
            double level = (sharp[y * size + x] >> shift & 0xFF) * (1 - grease) + hazy * grease;
            packed |= (int) Math.round(level) << shift;
        }
        return packed;
    }
}
