package io.slipstream.trainer.reproduce;

import io.slipstream.trainer.weights.Tensor;
import java.util.Optional;

/**
 * A tensor that is not what was expected.
 *
 * @param tensor its name
 * @param elements how many of its elements differ, compared by their bits
 * @param largest the largest difference between two elements, positive; infinite where one is no number, or where the
 *     tensor is missing or of another shape
 */
record TensorDifference(String tensor, long elements, double largest) {

    /** Compares two tensors; empty if they are equal to the last bit. */
    static Optional<TensorDifference> between(String name, Tensor expected, Tensor found) {
        if (!expected.shape().equals(found.shape())) {
            return Optional.of(whole(name, expected));
        }
        long elements = 0;
        double largest = 0;
        for (int i = 0; i < expected.values().length; i++) {
            float one = expected.values()[i];
            float other = found.values()[i];
            if (Float.floatToRawIntBits(one) != Float.floatToRawIntBits(other)) {
                double difference = Math.abs((double) one - other);
                elements++;
                largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            }
        }
        return elements == 0 ? Optional.empty() : Optional.of(new TensorDifference(name, elements, largest));
    }

    /** A tensor to which there is nothing to be compared. */
    static TensorDifference whole(String name, Tensor tensor) {
        return new TensorDifference(name, tensor.values().length, Double.POSITIVE_INFINITY);
    }
}
