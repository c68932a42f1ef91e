package io.slipstream.trainer.engine;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments of a program's method, in order: tensors and lists of tensors.
 *
 * <p>DJL tells them apart by the arrays' names: equal names ending in {@code []} are one list. Not thread-safe.
 */
public final class Arguments {

    private final List<NDArray> arrays = new ArrayList<>();
    private int lists;

    private Arguments() {}

    /** Starts with single tensors. */
    public static Arguments of(NDArray... tensors) {
        Arguments arguments = new Arguments();
        for (NDArray tensor : tensors) {
            arguments.tensor(tensor);
        }
        return arguments;
    }

    /** Adds one tensor. */
    public Arguments tensor(NDArray tensor) {
        tensor.setName(null);
        arrays.add(tensor);
        return this;
    }

    /**
     * Adds a list of tensors as one argument.
     *
     * @throws IllegalArgumentException if the list is empty, which DJL cannot pass
     */
    public Arguments list(List<NDArray> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("expected a list of at least one tensor, found none");
        }
        String name = "list" + lists++ + "[]";
        for (NDArray tensor : tensors) {
            tensor.setName(name);
            arrays.add(tensor);
        }
        return this;
    }

    List<NDArray> arrays() {
        return arrays;
    }
}
