package io.slipstream.trainer.replay;

/** Arithmetic on features. Pure but for the vector that is named as changed. */
final class Vectors {

    private Vectors() {}

    /** Brings a vector other than 0 to length 1. */
    static void normalize(float[] vector) {
        double square = 0;
        for (float each : vector) {
            square += (double) each * each;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int k = 0; k < vector.length; k++) {
            vector[k] *= scale;
        }
    }

    /** Makes {@code vector} the normalized average of what was, by its weight, and of itself, normalized, by the rest. */
    static void average(float[] before, float weight, float[] vector) {
        normalize(vector);
        boolean anything = false;
        float[] now = vector.clone();
        for (int k = 0; k < vector.length; k++) {
            vector[k] = weight * before[k] + (1 - weight) * now[k];
            anything |= vector[k] != 0;
        }
        if (anything) {
            normalize(vector);
        } else {
            System.arraycopy(now, 0, vector, 0, now.length); // opposite to what was: the new one counts
        }
    }

    /** Whether some of these numbers are not 0. */
    static boolean isAnything(float[] numbers, int from, int count) {
        for (int k = from; k < from + count; k++) {
            if (numbers[k] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Cosine of two vectors of length 1. */
    static float cosine(float[] a, float[] b) {
        float sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
