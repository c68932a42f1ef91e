package io.slipstream.evaluator.metric;

/**
 * How close two views of the same image lie: the mean squared distance of their L2-normalized embeddings, 0 (equal) to 4
 * (opposite).
 *
 * <p>Source: Wang and Isola, 2020, arXiv:2005.10242, equation 4 with alpha = 2.
 */
public final class Alignment {

    private Alignment() {}

    /**
     * The alignment of two views.
     *
     * @param first one view of every image, at least one row
     * @param second another view of the same images, in the same order
     * @return 0..4
     * @throws IllegalArgumentException if the shapes differ or there are no rows
     */
    public static double of(Embeddings first, Embeddings second) {
        int n = first.count();
        if (n == 0 || second.count() != n || second.dim() != first.dim()) {
            throw new IllegalArgumentException("expected two views of the same images, found " + n + " x " + first.dim()
                    + " and " + second.count() + " x " + second.dim());
        }
        float[] x = first.normalized().values();
        float[] y = second.normalized().values();
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            squares += difference * difference;
        }
        return squares / n;
    }
}
