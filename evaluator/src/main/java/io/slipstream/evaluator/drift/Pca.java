package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Scatter;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * The principal components of a reference: the orthogonal directions in which it varies most, from its mean.
 *
 * <p>Fitted on the reference alone and kept, so that windows are all seen from the same side. Immutable. Cost of fitting:
 * {@code n dim^2 + 10 dim^3}; of projecting a row: {@code dim * components}.
 */
public final class Pca {

    private final double[] mean;
    private final double[][] components;

    private Pca(double[] mean, double[][] components) {
        this.mean = mean;
        this.components = components;
    }

    /**
     * The first components of a reference.
     *
     * @param reference at least two rows, finite
     * @param count of components, 1..dim
     * @throws IllegalArgumentException if there are fewer than two rows or the count is out of range
     */
    public static Pca fit(Embeddings reference, int count) {
        if (reference.count() < 2 || count < 1 || count > reference.dim()) {
            throw new IllegalArgumentException("expected at least 2 rows and 1.." + reference.dim()
                    + " components, found " + reference.count() + " rows and " + count + " components");
        }
        EigenDecompositionSymmetric decomposition =
                new EigenDecompositionSymmetric(new Array2DRowRealMatrix(Scatter.of(reference), false));
        double[][] components = new double[count][];
        for (int c = 0; c < count; c++) {
            components[c] = decomposition.getEigenvector(c).toArray();
        }
        return new Pca(Scatter.mean(reference), components);
    }

    /**
     * Every row as its coordinates along the components.
     *
     * @param embeddings of the reference's dimension
     * @return as many rows, one column per component, the first varying most
     * @throws IllegalArgumentException if the dimension differs
     */
    public Embeddings project(Embeddings embeddings) {
        int d = embeddings.dim();
        if (d != mean.length) {
            throw new IllegalArgumentException("expected embeddings of dimension " + mean.length + ", found " + d);
        }
        float[] projected = new float[embeddings.count() * components.length];
        double[] centred = new double[d];
        for (int row = 0; row < embeddings.count(); row++) {
            for (int j = 0; j < d; j++) {
                centred[j] = embeddings.values()[row * d + j] - mean[j];
            }
            for (int c = 0; c < components.length; c++) {
                double coordinate = 0;
                for (int j = 0; j < d; j++) {
                    coordinate += components[c][j] * centred[j];
                }
                projected[row * components.length + c] = (float) coordinate;
            }
        }
        return new Embeddings(embeddings.count(), components.length, projected);
    }
}
