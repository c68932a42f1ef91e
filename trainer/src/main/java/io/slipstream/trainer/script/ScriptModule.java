package io.slipstream.trainer.script;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A TorchScript module as a value: named tensors, child modules, and methods in TorchScript source.
 *
 * <p>Names may be any text, also digits, so that parameter names can follow timm ({@code layer1.0.conv1.weight}). A
 * method is written as in Python, {@code self} first, with types on arguments and result; a child is called as
 * {@code self.bn1.forward(x)} and, when its name is no identifier, as {@code getattr(self, "0").forward(x)}.
 *
 * <p>Immutable. The values of the tensors are not part of it: they are a {@link StateDict}.
 */
public final class ScriptModule {

    private final String className;
    private final Map<String, TensorSpec> tensors;
    private final Map<String, ScriptModule> children;
    private final List<String> methods;

    private ScriptModule(Builder builder) {
        className = builder.className;
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(builder.tensors));
        children = Collections.unmodifiableMap(new LinkedHashMap<>(builder.children));
        methods = List.copyOf(builder.methods);
    }

    /** Starts a module of the given TorchScript class name, a Java-like identifier. */
    public static Builder named(String className) {
        return new Builder(className);
    }

    String className() {
        return className;
    }

    /** Tensors of this module alone, by name, in declaration order. */
    Map<String, TensorSpec> tensors() {
        return tensors;
    }

    /** Child modules by name, in declaration order. */
    Map<String, ScriptModule> children() {
        return children;
    }

    List<String> methods() {
        return methods;
    }

    /** Tensors of this module and all below it, by full dotted name, in depth-first declaration order. */
    public Map<String, TensorSpec> allTensors() {
        Map<String, TensorSpec> all = new LinkedHashMap<>();
        collect("", all);
        return Collections.unmodifiableMap(all);
    }

    private void collect(String prefix, Map<String, TensorSpec> into) {
        tensors.forEach((name, spec) -> into.put(prefix + name, spec));
        children.forEach((name, child) -> child.collect(prefix + name + ".", into));
    }

    /** Whether both modules can share one TorchScript class: same tensors' names, children's classes and methods. */
    boolean hasSameClassAs(ScriptModule other) {
        if (!className.equals(other.className)
                || !methods.equals(other.methods)
                || !new ArrayList<>(children.keySet()).equals(new ArrayList<>(other.children.keySet()))
                || !new ArrayList<>(tensors.keySet()).equals(new ArrayList<>(other.tensors.keySet()))) {
            return false;
        }
        boolean sameRoles = tensors.entrySet().stream()
                .allMatch(e -> e.getValue().trainable()
                        == Objects.requireNonNull(other.tensors.get(e.getKey())).trainable());
        return sameRoles
                && children.entrySet().stream().allMatch(e -> e.getValue()
                        .hasSameClassAs(Objects.requireNonNull(other.children.get(e.getKey()))));
    }

    /** Collects the parts of a module; not thread-safe. */
    public static final class Builder {

        private final String className;
        private final Map<String, TensorSpec> tensors = new LinkedHashMap<>();
        private final Map<String, ScriptModule> children = new LinkedHashMap<>();
        private final List<String> methods = new ArrayList<>();

        private Builder(String className) {
            this.className = className;
        }

        /** Adds a trainable tensor. */
        public Builder parameter(String name, Initializer initializer, long... shape) {
            return tensor(name, new TensorSpec(new Shape(shape), initializer, true));
        }

        /** Adds a tensor that takes no gradient, for instance a running mean. */
        public Builder buffer(String name, Initializer initializer, long... shape) {
            return tensor(name, new TensorSpec(new Shape(shape), initializer, false));
        }

        private Builder tensor(String name, TensorSpec spec) {
            requireNew(name);
            tensors.put(name, spec);
            return this;
        }

        /** Adds a child module. */
        public Builder child(String name, ScriptModule child) {
            requireNew(name);
            children.put(name, child);
            return this;
        }

        /** Adds a method: TorchScript source from {@code def} on, its body indented by any even number of spaces. */
        public Builder method(String source) {
            methods.add(source.strip());
            return this;
        }

        /** Returns the module. */
        public ScriptModule build() {
            return new ScriptModule(this);
        }

        private void requireNew(String name) {
            if (name.isEmpty() || name.contains(".") || tensors.containsKey(name) || children.containsKey(name)) {
                throw new IllegalArgumentException(
                        "expected a new name without dots in " + className + ", found '" + name + "'");
            }
        }
    }
}
