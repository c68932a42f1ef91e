package io.slipstream.ingest.camera;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What one production line looks like through its camera, the same in every frame of a seed.
 *
 * @param texture surface of its belt
 * @param beltHue hue of its belt, 0 to 1
 * @param beltDark darkest luminance of its belt
 * @param beltLight lightest luminance of its belt
 * @param warmth colour of its lamp: red over blue, 1 is neutral
 * @param lampAngle where its lamp hangs, radians
 */
record LineStyle(
        Belt.Texture texture, double beltHue, double beltDark, double beltLight, double warmth, double lampAngle) {

    /** The style of line number {@code line} (from 0) under {@code seed}. */
    static LineStyle of(long seed, int line) {
        RandomGenerator random = new SplittableRandom(FrameSeed.of(seed, FrameSeed.STYLE, line, 0));
        Belt.Texture[] textures = Belt.Texture.values();
        double dark = 0.12 + 0.12 * (line % 4);
        return new LineStyle(
                textures[line % textures.length],
                random.nextDouble(),
                dark,
                dark + 0.24,
                random.nextDouble(0.75, 1.35),
                random.nextDouble(0, 2 * Math.PI));
    }
}
