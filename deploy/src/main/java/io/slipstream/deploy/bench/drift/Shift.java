package io.slipstream.deploy.bench.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A lasting change of the images of a line.
 *
 * @param kind what changes
 * @param size how much, in the unit of the kind; 0 changes nothing
 */
record Shift(Kind kind, double size) {

    /** What can change, in which unit, and the sizes that are measured. */
    enum Kind {
        /** Light that is missing, as a share. */
        BRIGHTNESS("share of the light that is missing", 0.05, 0.1, 0.2, 0.4),
        /** A Gaussian blur. */
        BLUR("standard deviation, pixels", 0.4, 0.6, 0.8, 1.2),
        /** Gaussian noise in every channel. */
        NOISE("standard deviation, levels of 255", 4, 8, 16, 32),
        /** Runs that show a part that was never made before. */
        NEW_CLASS("share of the runs of parts", 0.1, 0.2, 0.4, 0.8),
        /** Runs of one of the eight known parts, on top of its share of one eighth. */
        CLASS_PRIOR("share of the runs of parts", 0.1, 0.2, 0.4, 0.8);

        private final String unit;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf
        private final List<Double> sizes;

        Kind(String unit, double... sizes) {
            this.unit = unit;
            List<Double> all = new ArrayList<>();
            for (double size : sizes) {
                all.add(size);
            }
            this.sizes = List.copyOf(all);
        }

        String unit() {
            return unit;
        }

        /** The kind as it is printed: {@code new-class} and so on. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** No change. */
    static final Shift NONE = new Shift(Kind.BRIGHTNESS, 0);

    private static final double WHITE = 255;

    /** Every kind in every size. */
    static List<Shift> all() {
        List<Shift> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            kind.sizes.forEach(size -> all.add(new Shift(kind, size)));
        }
        return all;
    }

    /** Whether the pixels change, and not what they show. */
    private boolean isOptical() {
        return kind != Kind.NEW_CLASS && kind != Kind.CLASS_PRIOR;
    }

    /** The image as it is seen after the change; of the same size, uint8 RGB planes, the given array is left alone. */
    byte[] seen(byte[] planes, int side, RandomGenerator random) {
        if (size == 0 || !isOptical()) {
            return planes;
        }
        return switch (kind) {
            case BRIGHTNESS -> levels(planes, level -> level * (1 - size));
            case NOISE -> levels(planes, level -> level + size * random.nextGaussian());
            default -> Blur.gaussian(planes, side, size);
        };
    }

    private interface Level {
        double of(double level);
    }

    private static byte[] levels(byte[] planes, Level change) {
        byte[] changed = new byte[planes.length];
        for (int i = 0; i < planes.length; i++) {
            changed[i] = (byte) Math.round(Math.max(0, Math.min(WHITE, change.of(planes[i] & 0xff))));
        }
        return changed;
    }
}
