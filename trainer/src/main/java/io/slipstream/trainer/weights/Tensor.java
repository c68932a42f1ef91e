package io.slipstream.trainer.weights;

import ai.djl.ndarray.types.Shape;

/**
 * A float32 tensor outside of libtorch.
 *
 * @param shape its shape
 * @param values its elements, row-major; treated as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: tensors are compared by their bytes in a file.
public record Tensor(Shape shape, float[] values) {

    public Tensor {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    "expected " + shape.size() + " elements for shape " + shape + ", found " + values.length);
        }
    }
}
