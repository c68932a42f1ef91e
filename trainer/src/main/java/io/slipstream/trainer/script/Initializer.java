package io.slipstream.trainer.script;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The rule that gives a tensor its first values. Pure: the same shape and random source give the same values. */
@FunctionalInterface
public interface Initializer {

    /** Every element 0. */
    Initializer ZEROS = constant(0);

    /** Every element 1. */
    Initializer ONES = constant(1);

    /**
     * Returns the first values of a tensor, row-major.
     *
     * @param shape shape of the tensor
     * @param random source of randomness, read in element order
     */
    float[] values(Shape shape, RandomGenerator random);

    /** Every element the same value. */
    static Initializer constant(float value) {
        return (shape, random) -> {
            float[] values = new float[Math.toIntExact(shape.size())];
            Arrays.fill(values, value);
            return values;
        };
    }

    /** These very values, in row-major order; the shape must hold exactly as many. */
    static Initializer given(float... values) {
        return (shape, random) -> {
            if (shape.size() != values.length) {
                throw new IllegalArgumentException(
                        "expected " + shape.size() + " values for shape " + shape + ", found " + values.length);
            }
            return values.clone();
        };
    }

    /** Normal with mean 0 and the given standard deviation. */
    static Initializer normal(double deviation) {
        return (shape, random) -> {
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * deviation);
            }
            return values;
        };
    }

    /** Uniform in [-bound, bound). */
    static Initializer uniform(double bound) {
        return (shape, random) -> {
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
            }
            return values;
        };
    }
}
