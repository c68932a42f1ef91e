package io.slipstream.evaluator.metric;

/**
 * How much farther apart the views of different images lie than the views of one image: the mean squared distance between
 * L2-normalized views of different images over that between views of the same image.
 *
 * <p>About 1: images cannot be told apart, whatever the scale of the embeddings; the larger the better. Alignment alone
 * is best where all embeddings are equal, and uniformity alone is best for noise; their ratio is fooled by neither.
 *
 * <p>Source: the terms of Wang and Isola, 2020, arXiv:2005.10242, before their weighting; the F statistic of a one-way
 * analysis of variance but for constants.
 */
public final class Separation {

    private Separation() {}

    /**
     * The separation of views.
     *
     * @param views at least two images with at least two views each, all views of an image next to one another, finite
     * @param viewsPerImage at least 2, a divisor of the number of rows
     * @return at least 0; infinite where the views of an image are equal, not a number where all views are
     * @throws IllegalArgumentException if there are fewer images or views
     */
    public static double of(Embeddings views, int viewsPerImage) {
        int n = views.count();
        if (viewsPerImage < 2 || n % viewsPerImage != 0 || n / viewsPerImage < 2) {
            throw new IllegalArgumentException("expected at least 2 images with at least 2 views each, found " + n
                    + " rows and " + viewsPerImage + " views per image");
        }
        Embeddings unit = views.normalized();
        double within = 0;
        for (int first = 0; first < n; first += viewsPerImage) {
            within += squaredDistances(unit, first, viewsPerImage);
        }
        double different = squaredDistances(unit, 0, n) - within;
        double pairsWithin = n * (viewsPerImage - 1.0);
        double pairsDifferent = n * (double) (n - viewsPerImage);
        return different / pairsDifferent / (within / pairsWithin);
    }

    /** Summed over all ordered pairs of some successive rows: {@code 2 n sum |x|^2 - 2 |sum x|^2}. */
    private static double squaredDistances(Embeddings rows, int first, int count) {
        int dim = rows.dim();
        double[] sum = new double[dim];
        double squares = 0;
        for (int i = first * dim; i < (first + count) * dim; i++) {
            double value = rows.values()[i];
            sum[i % dim] += value;
            squares += value * value;
        }
        double squaredSum = 0;
        for (double s : sum) {
            squaredSum += s * s;
        }
        return Math.max(0, 2 * count * squares - 2 * squaredSum);
    }
}
