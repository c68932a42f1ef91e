package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * The mean cross-entropy of softmax regression on a fixed set of embeddings, with its gradient.
 *
 * <p>Works through the set in tiles that stay in the second-level cache. A tile is widened to double and held twice, by
 * rows and by columns, so that the innermost loop of either product adds four scaled vectors to one, which the compiler
 * turns into vector instructions; a plain dot product it may not, since the order of its additions is fixed. Not
 * thread-safe.
 */
final class SoftmaxLoss {

    private static final int TILE = 128;

    private final Embeddings embeddings;
    private final int[] labels;
    private final int classes;
    private final double[][] rows;
    private final double[][] columns;
    private final double[][] scores;
    private final double[] highest = new double[TILE];
    private final double[] sums = new double[TILE];

    SoftmaxLoss(Embeddings embeddings, int[] labels, int classes) {
        this.embeddings = embeddings;
        this.labels = labels;
        this.classes = classes;
        rows = new double[TILE][embeddings.dim()];
        columns = new double[padded(embeddings.dim())][TILE];
        scores = new double[classes][TILE];
    }

    /**
     * The mean loss of {@code softmax(W x + b)}.
     *
     * @param weights {@code classes x padded(dim)}, zeros behind the last dimension
     * @param weightGradient {@code classes x dim}, overwritten
     * @param biasGradient one per class, overwritten
     */
    double at(double[][] weights, double[] biases, double[][] weightGradient, double[] biasGradient) {
        int n = embeddings.count();
        double loss = 0;
        Arrays.fill(biasGradient, 0);
        for (double[] gradient : weightGradient) {
            Arrays.fill(gradient, 0);
        }
        for (int from = 0; from < n; from += TILE) {
            int size = Math.min(TILE, n - from);
            load(from, size);
            score(weights, biases);
            loss += residuals(from, size);
            for (int k = 0; k < classes; k++) {
                accumulate(scores[k], weightGradient[k]);
                for (double residual : scores[k]) {
                    biasGradient[k] += residual;
                }
            }
        }
        for (int k = 0; k < classes; k++) {
            biasGradient[k] /= n;
            for (int j = 0; j < weightGradient[k].length; j++) {
                weightGradient[k][j] /= n;
            }
        }
        return loss / n;
    }

    /** How long a row of weights must be for embeddings of the given dimension. */
    static int padded(int dim) {
        return (dim + 3) / 4 * 4;
    }

    private void load(int from, int size) {
        int d = embeddings.dim();
        float[] values = embeddings.values();
        for (int t = 0; t < size; t++) {
            double[] row = rows[t];
            int at = (from + t) * d;
            for (int j = 0; j < d; j++) {
                row[j] = values[at + j];
            }
        }
        for (int t = size; t < TILE; t++) {
            Arrays.fill(rows[t], 0);
        }
        for (int t = 0; t < TILE; t += 4) {
            transposeFour(t, rows[t], rows[t + 1], rows[t + 2], rows[t + 3]);
        }
    }

    private void transposeFour(int t, double[] row0, double[] row1, double[] row2, double[] row3) {
        for (int j = 0; j < row0.length; j++) {
            double[] column = columns[j];
            column[t] = row0[j];
            column[t + 1] = row1[j];
            column[t + 2] = row2[j];
            column[t + 3] = row3[j];
        }
    }

    private void score(double[][] weights, double[] biases) {
        for (int k = 0; k < classes; k++) {
            Arrays.fill(scores[k], biases[k]);
        }
        for (int j = 0; j < columns.length; j += 4) {
            for (int k = 0; k < classes; k++) {
                double[] w = weights[k];
                addFour(
                        scores[k],
                        w[j],
                        columns[j],
                        w[j + 1],
                        columns[j + 1],
                        w[j + 2],
                        columns[j + 2],
                        w[j + 3],
                        columns[j + 3]);
            }
        }
    }

    /** Turns scores into probability minus truth, zero for the rows behind the last one; returns the sum of the losses. */
    private double residuals(int from, int size) {
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        for (double[] ofClass : scores) {
            for (int t = 0; t < TILE; t++) {
                highest[t] = Math.max(highest[t], ofClass[t]);
            }
        }
        double loss = 0;
        for (int t = 0; t < size; t++) {
            loss += highest[t] - scores[labels[from + t]][t];
        }
        Arrays.fill(sums, 0);
        for (double[] ofClass : scores) {
            for (int t = 0; t < size; t++) {
                ofClass[t] = Math.exp(ofClass[t] - highest[t]);
                sums[t] += ofClass[t];
            }
        }
        for (int t = 0; t < size; t++) {
            loss += Math.log(sums[t]);
            sums[t] = 1 / sums[t];
        }
        for (double[] ofClass : scores) {
            for (int t = 0; t < TILE; t++) {
                ofClass[t] *= sums[t];
            }
            Arrays.fill(ofClass, size, TILE, 0);
        }
        for (int t = 0; t < size; t++) {
            scores[labels[from + t]][t] -= 1;
        }
        return loss;
    }

    private void accumulate(double[] residuals, double[] gradient) {
        for (int t = 0; t < TILE; t += 4) {
            addFour(
                    gradient,
                    residuals[t],
                    rows[t],
                    residuals[t + 1],
                    rows[t + 1],
                    residuals[t + 2],
                    rows[t + 2],
                    residuals[t + 3],
                    rows[t + 3]);
        }
    }

    private static void addFour(
            double[] target,
            double w0,
            double[] v0,
            double w1,
            double[] v1,
            double w2,
            double[] v2,
            double w3,
            double[] v3) {
        for (int i = 0; i < target.length; i++) {
            target[i] += w0 * v0[i] + w1 * v1[i] + w2 * v2[i] + w3 * v3[i];
        }
    }
}
