package io.slipstream.evaluator.metric;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * How many dimensions tell images apart that do not also tell views of one image apart: the effective rank of linear
 * discriminant analysis, with every image as a class of its own.
 *
 * <p>{@code LiDAR = exp(-sum_i p_i ln p_i)}, {@code p_i = (lambda_i + 1e-8) / sum(lambda + 1e-8)}, where lambda are the
 * eigenvalues of {@code Sw^-1/2 Sb Sw^-1/2}, negative ones counted as 0. {@code Sb} is the covariance of the images' mean
 * embeddings (images - 1 in the denominator), {@code Sw} the covariance of views around their image's mean (images * (views
 * - 1)) plus {@code 1e-4} on the diagonal. Between 1 and {@code min(dim, images - 1)}.
 *
 * <p>The eigenvalues are those of {@code L^-1 Sb L^-T} with {@code Sw = L L^T}, which are the same. Depends on the scale of
 * the embeddings by the constant on the diagonal; compare within one architecture. Cost: {@code rows * dim^2 + 10 dim^3}.
 *
 * <p>Source: LiDAR, 2023, arXiv:2312.04000, section 4; constants and denominators as in {@code callbacks/lidar.py} of
 * stable-pretraining.
 */
public final class Lidar {

    private static final double DELTA = 1e-4;
    private static final double EPSILON = 1e-8;

    private Lidar() {}

    /**
     * The effective rank.
     *
     * @param views {@code images * viewsPerImage} rows, all views of an image next to one another
     * @param viewsPerImage at least 2; 10 in the reference, with 100 images
     * @return 1..min(dim, images - 1), up to rounding
     * @throws IllegalArgumentException if there are fewer than two images or views, or an image lacks some
     */
    public static double of(Embeddings views, int viewsPerImage) {
        int images = viewsPerImage < 2 ? 0 : views.count() / viewsPerImage;
        if (images < 2 || images * viewsPerImage != views.count()) {
            throw new IllegalArgumentException("expected at least 2 images of at least 2 views each, found "
                    + views.count() + " rows with " + viewsPerImage + " views per image");
        }
        double[][] means = means(views, images, viewsPerImage);
        RealMatrix factor =
                new CholeskyDecomposition(new Array2DRowRealMatrix(within(views, means, viewsPerImage), false)).getL();
        RealMatrix whitened = new Array2DRowRealMatrix(betweenWhitened(means, factor), false);
        return effectiveRank(new EigenDecompositionSymmetric(whitened).getEigenvalues());
    }

    private static double[][] means(Embeddings views, int images, int viewsPerImage) {
        double[][] means = new double[images][views.dim()];
        for (int i = 0; i < views.values().length; i++) {
            int row = i / views.dim();
            means[row / viewsPerImage][i % views.dim()] += views.values()[i] / (double) viewsPerImage;
        }
        return means;
    }

    private static double[][] within(Embeddings views, double[][] means, int viewsPerImage) {
        int d = views.dim();
        double[][] within = new double[d][d];
        double[] deviation = new double[d];
        for (int row = 0; row < views.count(); row++) {
            double[] mean = means[row / viewsPerImage];
            for (int j = 0; j < d; j++) {
                deviation[j] = views.values()[row * d + j] - mean[j];
            }
            addOuter(within, deviation);
        }
        divide(within, means.length * (viewsPerImage - 1));
        for (int j = 0; j < d; j++) {
            within[j][j] += DELTA;
        }
        return within;
    }

    /** {@code L^-1 Sb L^-T}, as the covariance of the means after {@code L^-1}. */
    private static double[][] betweenWhitened(double[][] means, RealMatrix factor) {
        int d = means[0].length;
        double[] grandMean = new double[d];
        for (double[] mean : means) {
            for (int j = 0; j < d; j++) {
                grandMean[j] += mean[j] / means.length;
            }
        }
        double[][] between = new double[d][d];
        double[] deviation = new double[d];
        for (double[] mean : means) {
            for (int j = 0; j < d; j++) {
                deviation[j] = mean[j] - grandMean[j];
            }
            RealVector whitened = new ArrayRealVector(deviation);
            MatrixUtils.solveLowerTriangularSystem(factor, whitened);
            addOuter(between, whitened.toArray());
        }
        divide(between, means.length - 1);
        return between;
    }

    private static void addOuter(double[][] target, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            double value = vector[i];
            double[] row = target[i];
            for (int j = 0; j < vector.length; j++) {
                row[j] += value * vector[j];
            }
        }
    }

    private static void divide(double[][] matrix, double divisor) {
        for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= divisor;
            }
        }
    }

    private static double effectiveRank(double[] eigenvalues) {
        double sum = 0;
        for (double eigenvalue : eigenvalues) {
            sum += Math.max(eigenvalue, 0) + EPSILON;
        }
        double entropy = 0;
        for (double eigenvalue : eigenvalues) {
            double p = (Math.max(eigenvalue, 0) + EPSILON) / sum;
            entropy -= p * Math.log(p);
        }
        return Math.exp(entropy);
    }
}
