package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Arguments;
import io.slipstream.trainer.engine.Gradients;
import io.slipstream.trainer.engine.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An optimizer over groups of parameters, whose step is one program written for them. */
final class GroupedOptimizer implements Optimizer {

    private final List<ParameterGroup> groups;
    private final Set<String> freezable;
    private final Program program;

    GroupedOptimizer(
            OptimizerConfig config,
            UpdateRule rule,
            List<Parameter> parameters,
            Set<String> freezable,
            NDManager manager) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("expected at least one parameter to optimize, found none");
        }
        this.freezable = Set.copyOf(freezable);
        groups = ParameterGroup.of(parameters, config.layerDecay(), this.freezable, rule, manager);
        program = Program.load(
                UpdateProgram.of(
                        config,
                        rule,
                        groups.stream().map(ParameterGroup::traits).toList()),
                manager);
    }

    @Override
    public double update(double learningRate, Set<String> frozen, NDManager scope) {
        if (!freezable.containsAll(frozen)) {
            throw new IllegalArgumentException("expected prefixes among " + freezable + " to freeze, found " + frozen);
        }
        double[] hyper = new double[1 + groups.size()];
        hyper[0] = learningRate;
        for (int i = 0; i < groups.size(); i++) {
            hyper[i + 1] = groups.get(i).isFrozen(frozen) ? 0 : 1;
        }
        Arguments arguments = Arguments.of(scope.create(hyper));
        for (ParameterGroup group : groups) {
            arguments.list(group.values()).list(Gradients.of(group.values(), scope));
            group.memories().values().forEach(arguments::list);
        }
        return program.call("update", scope, arguments).singletonOrThrow().getFloat();
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            group.memories().forEach((memory, arrays) -> {
                for (int i = 0; i < arrays.size(); i++) {
                    state.put(memory + "/" + group.members().get(i).name(), arrays.get(i));
                }
            });
        }
        return Collections.unmodifiableMap(state);
    }
}
