package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;

/** The measure of agreement with PyTorch: the largest difference, as a share of the largest element expected. */
public final class RelativeError {

    private static final double LIMIT = 1e-5;

    private RelativeError() {}

    /** Requires every element of a tensor to agree to 1e-5 of the largest one. */
    public static void assertSmall(String name, NDArray found, float[] expected) {
        float[] values = found.toFloatArray();
        assertThat(values).as(name).hasSameSizeAs(expected);
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertThat(scale).as("largest expected element of %s", name).isGreaterThan(0);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(LIMIT * scale));
        }
    }
}
