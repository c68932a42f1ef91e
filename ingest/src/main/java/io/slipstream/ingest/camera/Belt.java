package io.slipstream.ingest.camera;

import java.util.random.RandomGenerator;

/**
 * The conveyor belt under the part: a base colour and a texture that moves with the belt.
 *
 * @param base colour of the belt
 * @param texture its surface
 * @param contrast depth of the texture, as a share of the base colour
 * @param pitch distance between two ribs, dots or wires, as a share of the frame
 * @param travel how far the belt has moved, in pitches
 * @param wear seed of the scratches and stains of this stretch of belt
 */
record Belt(Tint base, Texture texture, double contrast, double pitch, double travel, int wear) {

    /** What the surface of a belt looks like. */
    enum Texture {
        RIBS,
        RUBBER,
        MESH,
        BRUSHED
    }

    static Belt sample(LineStyle style, RandomGenerator random) {
        Tint base = Tint.of(
                style.beltHue() + random.nextDouble(-0.06, 0.06),
                random.nextDouble(0.03, 0.28),
                random.nextDouble(style.beltDark(), style.beltLight()));
        return new Belt(
                base,
                style.texture(),
                random.nextDouble(0.06, 0.20),
                random.nextDouble(0.12, 0.22),
                random.nextDouble(),
                random.nextInt());
    }

    /** Paints the belt over the whole frame: {@code pixels} is packed RGB, {@code size} pixels wide and high. */
    void paint(int[] pixels, int size) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double u = (x + 0.5) / size;
                double v = (y + 0.5) / size;
                double gain = 1 + contrast * surface(u, v) + 0.10 * stain(u * 3, v * 3);
                pixels[y * size + x] = base.shaded(gain).getRGB();
            }
        }
    }

    /** Height of the surface at a point of the frame, -1 to 1. */
    private double surface(double u, double v) {
        double phase = 2 * Math.PI * (u / pitch + travel);
        return switch (texture) {
            case RIBS -> Math.sin(phase);
            case RUBBER -> stain(u / pitch * 2 + travel * 7, v / pitch * 2);
            case MESH -> Math.cos(phase) * Math.cos(2 * Math.PI * v / pitch);
            case BRUSHED -> stain(u * 2, v / pitch * 4 + travel * 7);
        };
    }

    /** Smooth value noise with one knot per unit of u and v, -1 to 1. */
    private double stain(double u, double v) {
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        double fu = smooth(u - column);
        double fv = smooth(v - row);
        double top = knot(column, row) * (1 - fu) + knot(column + 1, row) * fu;
        double bottom = knot(column, row + 1) * (1 - fu) + knot(column + 1, row + 1) * fu;
        return top * (1 - fv) + bottom * fv;
    }

    private double knot(int column, int row) {
        int h = wear ^ column * 0x9E3779B1 ^ row * 0x85EBCA77;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        h = (h ^ h >>> 12) * 0x297A2D39;
        return ((h ^ h >>> 15) & 0xFFFF) / 32767.5 - 1;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
