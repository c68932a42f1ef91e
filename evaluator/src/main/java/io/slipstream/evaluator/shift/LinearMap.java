package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Scatter;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * A linear map with an offset from one embedding space into another: {@code y = W^T x + b}. Good enough a map carries the
 * vectors of an index into the space of a new snapshot without embedding the images again.
 *
 * <p>Immutable as long as nobody writes to the arrays, which are not copied.
 *
 * @param weights W, {@code dim(old) x dim(new)}
 * @param offset b, {@code dim(new)}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, compared with nothing
public record LinearMap(double[][] weights, double[] offset) {

    /** Added to the diagonal of the normal equations, relative to its mean. */
    public static final double DEFAULT_PENALTY = 1e-4;

    private static final double LEAST_PENALTY = 1e-8;

    /**
     * The map with the least squared error plus {@code alpha |W|^2}, where {@code alpha = penalty * trace(X^T X) / dim(old)}
     * of the centred old embeddings, so that the penalty does not depend on their scale; scikit-learn's {@code Ridge(alpha)}.
     * Cost: {@code n dim^2 + dim^3}.
     *
     * @param from old embeddings, at least one row, finite
     * @param to new embeddings of the same images
     * @param penalty at least 1e-8
     * @throws IllegalArgumentException if the numbers of rows differ or are 0, or the penalty is out of range
     */
    public static LinearMap fit(Embeddings from, Embeddings to, double penalty) {
        if (!(penalty >= LEAST_PENALTY)) {
            throw new IllegalArgumentException(
                    "expected a penalty of at least " + LEAST_PENALTY + ", found " + penalty);
        }
        double trace = Arrays.stream(Scatter.squaredDeviations(from)).sum();
        double scale = trace > 0 ? trace / from.dim() : 1;
        RealMatrix left = new Array2DRowRealMatrix(Scatter.of(from), false).scalarMultiply(1 / scale);
        for (int i = 0; i < from.dim(); i++) {
            left.addToEntry(i, i, penalty);
        }
        RealMatrix right = new Array2DRowRealMatrix(Scatter.of(from, to), false).scalarMultiply(1 / scale);
        double[][] weights =
                new CholeskyDecomposition(left).getSolver().solve(right).getData();
        double[] offset = Scatter.mean(to);
        double[] fromMean = Scatter.mean(from);
        for (int i = 0; i < fromMean.length; i++) {
            addScaled(offset, -fromMean[i], weights[i]);
        }
        return new LinearMap(weights, offset);
    }

    /**
     * Old embeddings carried into the new space.
     *
     * @param old of the dimension the map was fitted on
     * @return as many rows, of the new dimension; not normalized
     * @throws IllegalArgumentException if the dimension differs
     */
    public Embeddings apply(Embeddings old) {
        float[] mapped = new float[Math.multiplyExact(old.count(), offset.length)];
        for (int row = 0; row < old.count(); row++) {
            double[] image = image(old, row);
            for (int j = 0; j < image.length; j++) {
                mapped[row * image.length + j] = (float) image[j];
            }
        }
        return new Embeddings(old.count(), offset.length, mapped);
    }

    /**
     * The coefficient of determination: 1 - squared error / squared deviation from the mean, both summed over all
     * dimensions. Honest only on images the map was not fitted on.
     *
     * @param from old embeddings, at least one row
     * @param to new embeddings of the same images
     * @return at most 1; 0 is what the mean alone achieves, and what a map gets that misses a constant
     * @throws IllegalArgumentException if the shapes do not match or there are no rows
     */
    public double r2(Embeddings from, Embeddings to) {
        if (from.count() != to.count() || to.dim() != offset.length) {
            throw new IllegalArgumentException("expected the same images on both sides and dimension " + offset.length
                    + " on the new one, found " + from.count() + " rows, " + to.count() + " rows and dimension "
                    + to.dim());
        }
        double error = 0;
        for (int row = 0; row < from.count(); row++) {
            double[] image = image(from, row);
            for (int j = 0; j < image.length; j++) {
                double difference = to.values()[row * image.length + j] - image[j];
                error += difference * difference;
            }
        }
        double total = Arrays.stream(Scatter.squaredDeviations(to)).sum();
        if (total == 0) {
            return error == 0 ? 1 : 0;
        }
        return 1 - error / total;
    }

    private double[] image(Embeddings old, int row) {
        if (old.dim() != weights.length) {
            throw new IllegalArgumentException(
                    "expected embeddings of dimension " + weights.length + ", found " + old.dim());
        }
        double[] image = offset.clone();
        for (int i = 0; i < weights.length; i++) {
            addScaled(image, old.values()[row * weights.length + i], weights[i]);
        }
        return image;
    }

    private static void addScaled(double[] target, double factor, double[] addend) {
        for (int j = 0; j < target.length; j++) {
            target[j] += factor * addend[j];
        }
    }
}
