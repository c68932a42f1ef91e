package io.slipstream.evaluator.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression with a ridge penalty, on standardized dimensions.
 *
 * <p>Minimizes {@code mean cross-entropy + |W|^2 / (2 C n)} over weights W and biases, which are not penalized; W acts on
 * dimensions with mean 0 and deviation 1, so that C means the same for every encoder. This is scikit-learn's {@code
 * StandardScaler} followed by {@code LogisticRegression(C)}; for two classes, where that has one row of weights and this
 * has two, it is {@code LogisticRegression(2 * C)}. The data are never copied: weights are scaled instead.
 *
 * <p>Cost of one iteration: about {@code 4 * rows * dim * classes} operations.
 *
 * @param tolerance the fit ends when no component of the gradient is larger; above 0, 1e-4 in the reference
 * @param maxIterations after which it ends in any case, at least 1
 */
public record LogisticRegression(double tolerance, int maxIterations) {

    /** As in the reference, except that it may take ten times as many iterations. */
    public static final LogisticRegression DEFAULT = new LogisticRegression(1e-4, 1000);

    /** @throws IllegalArgumentException if tolerance or iterations are out of range */
    public LogisticRegression {
        if (!(tolerance > 0) || maxIterations < 1) {
            throw new IllegalArgumentException("expected tolerance > 0 and at least 1 iteration, found tolerance "
                    + tolerance + " and " + maxIterations + " iterations");
        }
    }

    /**
     * A fitted classifier.
     *
     * @param classifier acts on embeddings as they are, not standardized
     * @param objective the minimum that was reached
     * @param iterations L-BFGS took, 0 if the start was good enough
     * @param converged false if the fit ended because of the number of iterations
     */
    public record Fit(LinearClassifier classifier, double objective, int iterations, boolean converged) {}

    /**
     * The fit with one regularization, started at zero.
     *
     * @param embeddings at least one row, finite
     * @param labels class of every row, 0..classes-1
     * @param inverseStrength C, above 0
     * @throws IllegalArgumentException if C is not above 0, or there is not one label per row
     */
    public Fit fit(Embeddings embeddings, int[] labels, int classes, double inverseStrength) {
        return path(embeddings, labels, classes, inverseStrength).get(0);
    }

    /**
     * One fit per regularization, each started where the one before ended: fastest from small to large C.
     *
     * @return in the order of {@code inverseStrengths}
     * @throws IllegalArgumentException as {@link #fit} does
     */
    public List<Fit> path(Embeddings embeddings, int[] labels, int classes, double... inverseStrengths) {
        if (labels.length != embeddings.count()) {
            throw new IllegalArgumentException(
                    "expected one label per row, found " + labels.length + " for " + embeddings.count() + " rows");
        }
        PenalizedLoss loss = new PenalizedLoss(embeddings, labels, classes);
        double[] start = new double[classes * (embeddings.dim() + 1)];
        List<Fit> fits = new ArrayList<>();
        for (double inverseStrength : inverseStrengths) {
            if (!(inverseStrength > 0)) {
                throw new IllegalArgumentException("expected C > 0, found " + inverseStrength);
            }
            loss.penalty = 1 / (inverseStrength * embeddings.count());
            Lbfgs.Minimum minimum = Lbfgs.minimize(loss, start, tolerance, maxIterations);
            start = minimum.x();
            fits.add(new Fit(loss.classifier(minimum.x()), minimum.value(), minimum.iterations(), minimum.converged()));
        }
        return fits;
    }

    /** The objective as a function of one vector: per class the weights of the standardized dimensions, then the bias. */
    private static final class PenalizedLoss implements Lbfgs.Objective {

        private final SoftmaxLoss loss;
        private final Standardization standard;
        private final int dim;
        private final double[][] weights;
        private final double[] biases;
        private final double[][] weightGradient;
        private final double[] biasGradient;
        private double penalty;

        PenalizedLoss(Embeddings embeddings, int[] labels, int classes) {
            loss = new SoftmaxLoss(embeddings, labels, classes);
            standard = Standardization.of(embeddings);
            dim = embeddings.dim();
            weights = new double[classes][SoftmaxLoss.padded(dim)];
            biases = new double[classes];
            weightGradient = new double[classes][dim];
            biasGradient = new double[classes];
        }

        @Override
        public double at(double[] x, double[] gradient) {
            unpack(x);
            double value = loss.at(weights, biases, weightGradient, biasGradient);
            double squares = 0;
            for (int k = 0; k < biases.length; k++) {
                int at = k * (dim + 1);
                for (int j = 0; j < dim; j++) {
                    double w = x[at + j];
                    squares += w * w;
                    gradient[at + j] =
                            (weightGradient[k][j] - standard.mean()[j] * biasGradient[k]) / standard.deviation()[j]
                                    + penalty * w;
                }
                gradient[at + dim] = biasGradient[k];
            }
            return value + penalty / 2 * squares;
        }

        /** W and b that give embeddings as they are the scores that x gives standardized ones. */
        private void unpack(double[] x) {
            for (int k = 0; k < biases.length; k++) {
                int at = k * (dim + 1);
                biases[k] = x[at + dim];
                for (int j = 0; j < dim; j++) {
                    weights[k][j] = x[at + j] / standard.deviation()[j];
                    biases[k] -= weights[k][j] * standard.mean()[j];
                }
            }
        }

        LinearClassifier classifier(double[] x) {
            unpack(x);
            double[][] trimmed = new double[biases.length][];
            for (int k = 0; k < trimmed.length; k++) {
                trimmed[k] = Arrays.copyOf(weights[k], dim);
            }
            return new LinearClassifier(trimmed, biases.clone());
        }
    }
}
