package io.slipstream.deploy.bench.drift;

import java.util.Arrays;

/**
 * A mean of independent values.
 *
 * @param value the mean
 * @param error its standard error; not a number for a single value
 */
record Mean(double value, double error) {

    /** Standard errors on either side that hold 95 % of a normal distribution. */
    private static final double NORMAL_95 = 1.96;

    /** Of at least one value. */
    static Mean of(double... values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Mean(mean, Math.sqrt(squares / (values.length - 1) / values.length));
    }

    /** Lower end of the 95 % interval. */
    double low() {
        return value - NORMAL_95 * error;
    }

    /** Upper end of the 95 % interval. */
    double high() {
        return value + NORMAL_95 * error;
    }
}
