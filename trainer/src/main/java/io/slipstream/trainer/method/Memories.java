package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The native tensors that make up a learner's state, by part and name. Not thread-safe. */
final class Memories {

    private final SortedMap<String, NDArray> arrays = new TreeMap<>();

    /**
     * Adds the tensors of a part.
     *
     * @param tensors by name; they alias the part's own
     */
    Memories add(String part, Map<String, NDArray> tensors) {
        tensors.forEach((name, tensor) -> arrays.put(part + "/" + name, tensor));
        return this;
    }

    /** Copies of all of them. */
    SortedMap<String, Tensor> copy() {
        SortedMap<String, Tensor> copies = new TreeMap<>();
        arrays.forEach((name, array) -> copies.put(name, new Tensor(array.getShape(), array.toFloatArray())));
        return copies;
    }

    /**
     * Overwrites all of them.
     *
     * @throws IllegalArgumentException if these are not the tensors there are; nothing is written then
     */
    void write(SortedMap<String, Tensor> tensors) {
        List<String> wrong = new ArrayList<>();
        arrays.forEach((name, array) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null) {
                wrong.add("missing " + name);
            } else if (!tensor.shape().equals(array.getShape())) {
                wrong.add(name + ": expected shape " + array.getShape() + ", found " + tensor.shape());
            }
        });
        tensors.keySet().stream()
                .filter(name -> !arrays.containsKey(name))
                .forEach(name -> wrong.add("unexpected " + name));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected the state of this network, method and optimizer, found another: "
                            + String.join("; ", wrong));
        }
        arrays.forEach((name, array) ->
                array.set(Objects.requireNonNull(tensors.get(name)).values()));
    }
}
