package io.slipstream.trainer.network;

import io.slipstream.trainer.script.ScriptModule;

/**
 * Layers one after the other, named by their position from "0" on, as in PyTorch's {@code nn.Sequential}.
 *
 * <p>A function without tensors takes a position too. The result is float32. Not thread-safe.
 */
final class Sequential {

    private final ScriptModule.Builder module;
    private final Precision precision;
    private final StringBuilder steps = new StringBuilder();
    private int position;

    private Sequential(String className, Precision precision) {
        module = ScriptModule.named(className);
        this.precision = precision;
    }

    static Sequential named(String className, Precision precision) {
        return new Sequential(className, precision);
    }

    /** Appends a module with a {@code forward} of one tensor. */
    Sequential layer(ScriptModule layer) {
        module.child(Integer.toString(position), layer);
        return step("getattr(self, \"" + position + "\").forward(x)");
    }

    /** Appends a rectifier that overwrites the layer before it. */
    Sequential relu() {
        return step("torch.relu_(x)");
    }

    /** Appends the exact Gaussian error linear unit. */
    Sequential gelu() {
        return step("torch.gelu(x)");
    }

    private Sequential step(String expression) {
        steps.append("  x = ").append(expression).append('\n');
        position++;
        return this;
    }

    ScriptModule build() {
        return module.method("""
                        def forward(self, x: Tensor) -> Tensor:
                        %s  return %s
                        """.formatted(steps, precision.result("x"))).build();
    }
}
