package io.slipstream.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** The gradients of tensors, to be read and changed in place. */
public final class Gradients {

    private Gradients() {}

    /**
     * The gradients as they are, in the order of the tensors; zeros of their own where there is none yet.
     *
     * @param scope owner of the handles; the gradients themselves belong to the tensors
     */
    public static List<NDArray> of(List<NDArray> tensors, NDManager scope) {
        return tensors.stream()
                .map(tensor -> {
                    NDArray gradient = tensor.getGradient();
                    gradient.attach(scope);
                    return gradient;
                })
                .toList();
    }
}
