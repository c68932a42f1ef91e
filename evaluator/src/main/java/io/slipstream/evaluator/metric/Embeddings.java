package io.slipstream.evaluator.metric;

import java.util.Arrays;

/**
 * A matrix of embeddings, one row per image.
 *
 * <p>Holds the array it is given, not a copy: whoever makes the matrix hands it over.
 */
public final class Embeddings {

    /** What a norm is raised to before dividing by it, as in torch.nn.functional.normalize. */
    private static final double MIN_NORM = 1e-12;

    private final int count;
    private final int dim;
    private final float[] values;

    /**
     * A matrix of {@code count} rows.
     *
     * @param count rows, at least 0
     * @param dim length of one embedding, at least 1
     * @param values {@code count * dim} numbers, row by row
     * @throws IllegalArgumentException if the number of values is not {@code count * dim}
     */
    public Embeddings(int count, int dim, float[] values) {
        if (count < 0 || dim < 1 || values.length != Math.multiplyExact(count, dim)) {
            throw new IllegalArgumentException("expected count >= 0, dim >= 1 and count * dim values, found count "
                    + count + ", dim " + dim + " and " + values.length + " values");
        }
        this.count = count;
        this.dim = dim;
        this.values = values;
    }

    /** Number of rows. */
    public int count() {
        return count;
    }

    /** Length of one embedding. */
    public int dim() {
        return dim;
    }

    /** The numbers, row by row; the array itself. */
    public float[] values() {
        return values;
    }

    /** The given rows, in the given order, copied. */
    public Embeddings rows(int[] rows) {
        float[] selected = new float[rows.length * dim];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dim, selected, i * dim, dim);
        }
        return new Embeddings(rows.length, dim, selected);
    }

    /**
     * The rows of this matrix, then those of the other, copied.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public Embeddings then(Embeddings other) {
        if (other.dim != dim) {
            throw new IllegalArgumentException("expected embeddings of dimension " + dim + ", found " + other.dim);
        }
        float[] both = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, both, values.length, other.values.length);
        return new Embeddings(count + other.count, dim, both);
    }

    /** Every row divided by its Euclidean norm; a row of zeros stays one. */
    public Embeddings normalized() {
        float[] unit = new float[values.length];
        for (int row = 0; row < count; row++) {
            int from = row * dim;
            double squares = 0;
            for (int j = from; j < from + dim; j++) {
                squares += (double) values[j] * values[j];
            }
            double norm = Math.max(Math.sqrt(squares), MIN_NORM);
            for (int j = from; j < from + dim; j++) {
                unit[j] = (float) (values[j] / norm);
            }
        }
        return new Embeddings(count, dim, unit);
    }
}
