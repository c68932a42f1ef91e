package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * A tensor times a number, for tensors that gradients flow through.
 *
 * <p>DJL's {@code mul(Number)} and {@code div(Number)} put the number into memory of the Java heap's making, which the
 * backward pass reads, and let go of it before that pass has run: once the garbage collector has been by, the gradient is
 * of some other number. Here the number lives as long as the tensor's manager.
 */
final class Scaled {

    private Scaled() {}

    /** {@code factor * tensor}, of the tensor's type, in the manager of the tensor. */
    static NDArray by(double factor, NDArray tensor) {
        return tensor.mul(tensor.getManager().create((float) factor));
    }
}
