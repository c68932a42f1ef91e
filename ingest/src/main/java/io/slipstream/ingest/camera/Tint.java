package io.slipstream.ingest.camera;

import java.awt.Color;
import java.util.random.RandomGenerator;

/**
 * A surface colour in linear proportion, each channel 0 to 1.
 *
 * @param red red channel, 0 to 1
 * @param green green channel, 0 to 1
 * @param blue blue channel, 0 to 1
 */
record Tint(double red, double green, double blue) {

    /** The colour of a hue (0 to 1), a saturation (0 to 1) and a luminance (0 to 1, Rec. 601 weights). */
    static Tint of(double hue, double saturation, double luminance) {
        Color full = new Color(Color.HSBtoRGB((float) hue, (float) saturation, 1f));
        double r = full.getRed() / 255.0;
        double g = full.getGreen() / 255.0;
        double b = full.getBlue() / 255.0;
        double scale = luminance / (0.299 * r + 0.587 * g + 0.114 * b);
        return new Tint(Math.min(1, r * scale), Math.min(1, g * scale), Math.min(1, b * scale));
    }

    /** A surface finish as parts have it, whatever their class: bare or plated metal, paint, plastic. */
    static Tint ofFinish(double luminance, RandomGenerator random) {
        double finish = random.nextDouble();
        if (finish < 0.35) {
            return of(random.nextDouble(0.5, 0.7), random.nextDouble(0, 0.12), luminance); // steel, zinc, black oxide
        }
        if (finish < 0.55) {
            return of(
                    random.nextDouble(0.05, 0.14),
                    random.nextDouble(0.35, 0.65),
                    luminance); // copper, brass, yellow zinc
        }
        return of(random.nextDouble(), random.nextDouble(0.3, 0.75), luminance);
    }

    double luminance() {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }

    /** This colour made lighter (gain above 1) or darker (below 1), clipped at 1. */
    Color shaded(double gain) {
        return new Color(clip(red * gain), clip(green * gain), clip(blue * gain));
    }

    private static float clip(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }
}
