package io.slipstream.trainer.replay;

import java.util.Arrays;

/** Which distances count as large: those above a quantile of the last ones. Not thread-safe. */
final class Novelty {

    private final double quantile;
    private final float[] window;
    private long seen;

    Novelty(int window, double quantile) {
        this.window = new float[window];
        this.quantile = quantile;
    }

    /** Whether a distance is large beside those before it, to which it is then added; the first one is not. */
    boolean isLarge(float distance) {
        int count = (int) Math.min(seen, window.length);
        float[] sorted = Arrays.copyOf(window, count);
        Arrays.sort(sorted);
        boolean isLarge = count > 0 && distance > sorted[(int) Math.min(count - 1L, (long) (quantile * count))];
        window[(int) (seen++ % window.length)] = distance;
        return isLarge;
    }

    /** The last distances, oldest first. */
    float[] distances() {
        int count = (int) Math.min(seen, window.length);
        float[] distances = new float[count];
        for (int i = 0; i < count; i++) {
            distances[i] = window[(int) ((seen - count + i) % window.length)];
        }
        return distances;
    }

    void restore(float[] distances) {
        seen = 0;
        int from = Math.max(0, distances.length - window.length);
        for (int i = from; i < distances.length; i++) {
            window[(int) seen++] = distances[i];
        }
    }
}
