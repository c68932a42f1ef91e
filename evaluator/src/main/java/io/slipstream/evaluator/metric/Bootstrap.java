package io.slipstream.evaluator.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Confidence intervals of a mean by resampling: the percentile interval.
 *
 * <p>The interval lies between the {@code (1 - level) / 2} and the {@code (1 + level) / 2} quantile of the means of samples
 * drawn with replacement, so that for an accuracy it never leaves 0..1. For the difference between two classifiers on the
 * same images, hand in the difference of their hits per image (-1, 0 or 1): that is the paired interval, much narrower than
 * that of two independent accuracies. Images that depend on one another (frames of one film) make it too narrow.
 *
 * <p>Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 *
 * @param resamples drawn samples, at least 100; 2000 serve for a level of 0.95
 * @param level between 0 and 1
 */
public record Bootstrap(int resamples, double level) {

    /** 2000 resamples, a level of 0.95. */
    public static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95);

    /** @throws IllegalArgumentException if a number is out of range */
    public Bootstrap {
        if (resamples < 100 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("expected at least 100 resamples and a level between 0 and 1, found "
                    + resamples + " and " + level);
        }
    }

    /**
     * An estimate and the interval around it.
     *
     * @param estimate the mean of the sample itself
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double estimate, double low, double high) {}

    /**
     * The mean of a sample with its interval.
     *
     * @param sample at least one value: for an accuracy 1 for a hit and 0 for a miss
     * @param random draws the samples
     * @throws IllegalArgumentException if the sample is empty
     */
    public Interval mean(double[] sample, SplittableRandom random) {
        int n = sample.length;
        if (n == 0) {
            throw new IllegalArgumentException("an interval needs at least 1 value, found 0");
        }
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += sample[random.nextInt(n)];
            }
            means[r] = sum / n;
        }
        Arrays.sort(means);
        double estimate = Arrays.stream(sample).sum() / n;
        return new Interval(estimate, Quantile.of(means, (1 - level) / 2), Quantile.of(means, (1 + level) / 2));
    }
}
