package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.weights.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * A frozen copy of the network that an earlier snapshot carried, with its projector: what the student is held to. There
 * is nothing to hold to before it is first set.
 *
 * <p>Its batch norms use each batch's own statistics. Not thread-safe.
 */
final class Anchor {

    private final Branch branch;
    private final String part;
    private final NDArray set;

    /**
     * An anchor that is not set.
     *
     * @param branch the network
     * @param part part of a learner's state that has the network snapshots carry: {@code student} or {@code teacher}
     */
    Anchor(Branch branch, String part, NDManager manager) {
        this.branch = branch;
        this.part = part;
        set = manager.zeros(new Shape());
    }

    /** Whether there is anything to hold to. */
    boolean isSet() {
        return set.getFloat() != 0;
    }

    /** The network. */
    Branch branch() {
        return branch;
    }

    /**
     * Becomes the network that snapshots carried when the learner was in this state.
     *
     * @throws IllegalArgumentException if the state is one of another network or method; nothing changes then
     */
    void become(SortedMap<String, Tensor> state, NDManager scope) {
        Map<String, NDArray> own = branch.tensors();
        own.forEach((name, array) -> {
            Tensor tensor = state.get(part + "/" + name);
            if (tensor == null || !tensor.shape().equals(array.getShape())) {
                throw new IllegalArgumentException("expected " + part + "/" + name + " of shape " + array.getShape()
                        + ", found " + (tensor == null ? "none" : tensor.shape()));
            }
        });
        own.forEach((name, array) ->
                array.set(Objects.requireNonNull(state.get(part + "/" + name)).values()));
        set.set(new float[] {1});
        branch.share(scope);
    }

    /** Becomes the anchor that a learner in this state has. */
    void becomeThatOf(SortedMap<String, Tensor> state, NDManager scope) {
        memory().forEach((name, array) ->
                array.set(Objects.requireNonNull(state.get(Regularizers.ANCHOR_IN_STATE + name))
                        .values()));
        branch.share(scope);
    }

    /** Everything it remembers, by name, aliasing. */
    Map<String, NDArray> memory() {
        Map<String, NDArray> memory = new LinkedHashMap<>(branch.tensors());
        memory.put("set", set);
        return Collections.unmodifiableMap(memory);
    }
}
