package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Moves parameters along their gradients, by one native call per step. Not thread-safe. */
public interface Optimizer {

    /**
     * Clips the gradients of the last backward pass, applies them and sets them to zero.
     *
     * <p>Frozen parameters and their moments stay as they are to the last bit; their gradients are cleared, and count
     * neither for the norm nor for clipping.
     *
     * @param learningRate rate of this step, before the layers' own scales
     * @param frozen prefixes whose parameters stay, each one of the freezable ones
     * @param scope owner of this step's temporaries
     * @return L2 norm of all gradients together, before clipping
     * @throws IllegalArgumentException if a frozen prefix is not freezable
     */
    double update(double learningRate, Set<String> frozen, NDManager scope);

    /**
     * What the optimizer remembers, by kind and parameter: {@code first/backbone.conv1.weight}, {@code second/…},
     * {@code steps/…} of AdamW, {@code momentum/…} of the others.
     *
     * <p>The arrays alias the optimizer's own: writing to them restores it.
     */
    Map<String, NDArray> state();

    /**
     * An optimizer that has not moved yet.
     *
     * @param parameters what to optimize, at least one
     * @param freezable prefixes of names that {@link #update} may be told to leave, for instance {@code backbone.}
     * @param manager owner of the moments
     */
    static Optimizer of(OptimizerConfig config, List<Parameter> parameters, Set<String> freezable, NDManager manager) {
        UpdateRule rule =
                switch (config.type()) {
                    case ADAMW -> new AdamW(config.beta1(), config.beta2(), config.epsilon());
                    case SGD -> new Sgd(config.momentum(), config.nesterov());
                    case LARS -> new Lars(config.momentum(), config.trust());
                };
        return new GroupedOptimizer(config, rule, parameters, freezable, manager);
    }
}
