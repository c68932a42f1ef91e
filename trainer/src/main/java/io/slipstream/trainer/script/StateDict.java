package io.slipstream.trainer.script;

import io.slipstream.trainer.random.RandomStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The values of a module's tensors by full dotted name, row-major float32.
 *
 * <p>The map is unmodifiable, its arrays are not copied: treat them as read-only.
 */
public record StateDict(Map<String, float[]> values) {

    public StateDict {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * First values of every tensor of a module.
     *
     * <p>Each tensor draws from a random stream of its own, named after it, so that adding a tensor leaves the others
     * as they were.
     */
    public static StateDict initial(ScriptModule module, long seed) {
        Map<String, float[]> values = new LinkedHashMap<>();
        module.allTensors()
                .forEach((name, spec) -> values.put(
                        name, spec.initializer().values(spec.shape(), new RandomStream(seed, "init/" + name).at())));
        return new StateDict(values);
    }

    /** The values of one tensor. */
    public float[] get(String name) {
        return Objects.requireNonNull(values.get(name), () -> "no tensor '" + name + "' among " + values.keySet());
    }

    /** The tensors below a prefix, with the prefix taken off: {@code below("backbone.")}. */
    public StateDict below(String prefix) {
        Map<String, float[]> below = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), value);
            }
        });
        return new StateDict(below);
    }

    /** The same tensors with a prefix put on: the inverse of {@link #below}. */
    public StateDict under(String prefix) {
        Map<String, float[]> under = new LinkedHashMap<>();
        values.forEach((name, value) -> under.put(prefix + name, value));
        return new StateDict(under);
    }

    /** These tensors and another's; the other wins where both have a name. */
    public StateDict with(StateDict other) {
        Map<String, float[]> both = new LinkedHashMap<>(values);
        both.putAll(other.values);
        return new StateDict(both);
    }
}
