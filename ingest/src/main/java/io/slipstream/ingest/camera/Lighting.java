package io.slipstream.ingest.camera;

import java.util.random.RandomGenerator;

/**
 * The light on one frame: how strong, of which colour, and from which side.
 *
 * @param strength gain at the centre of the frame, 1 is nominal
 * @param warmth red gain over blue gain, 1 is neutral
 * @param angle direction the light comes from, radians
 * @param falloff difference between the lit and the far side, as a share of the strength
 */
record Lighting(double strength, double warmth, double angle, double falloff) {

    /** Seconds of one slow swing of the daylight that reaches the lines. */
    private static final double DAYLIGHT_SECONDS = 420;

    static Lighting sample(LineStyle style, DriftState drift, double seconds, RandomGenerator random) {
        double daylight = 0.12 * Math.sin(2 * Math.PI * seconds / DAYLIGHT_SECONDS + style.lampAngle());
        double strength = random.nextDouble(0.6, 1.3) + daylight;
        double warmth = style.warmth() * random.nextDouble(0.8, 1.25);
        double angle = style.lampAngle() + random.nextDouble(-0.8, 0.8);
        double falloff = random.nextDouble(0.1, 0.8);
        return drift.lampChanged()
                ? new Lighting(0.62 * strength, 1.6 * warmth, angle + Math.PI / 2, falloff + 0.2)
                : new Lighting(strength, warmth, angle, falloff);
    }

    double redGain() {
        return Math.sqrt(warmth);
    }

    double blueGain() {
        return 1 / Math.sqrt(warmth);
    }

    /** Gain at a point of the frame; u and v run from -1 to 1. */
    double at(double u, double v) {
        double toward = (u * Math.cos(angle) + v * Math.sin(angle)) * 0.7;
        double vignette = 1 - 0.12 * (u * u + v * v);
        return Math.max(0.15, strength * (1 + falloff * toward) * vignette);
    }
}
