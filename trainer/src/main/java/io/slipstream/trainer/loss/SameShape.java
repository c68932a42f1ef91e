package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/** The check that two batches of embeddings pair up row by row. */
final class SameShape {

    private SameShape() {}

    /**
     * Requires two matrices of one shape.
     *
     * @throws IllegalArgumentException if they are not {@code [batch, dim]}, or differ
     */
    static void require(NDArray one, NDArray other) {
        if (one.getShape().dimension() != 2 || !one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException("expected predictions and targets of one shape [batch, dim], found "
                    + one.getShape() + " and " + other.getShape());
        }
    }
}
