package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parameters that are always treated alike, with what the optimizer remembers of them.
 *
 * @param traits what they have in common
 * @param members the parameters
 * @param memories per kind of memory, an array per parameter
 */
record ParameterGroup(Traits traits, List<Parameter> members, Map<String, List<NDArray>> memories) {

    /**
     * What decides how a parameter is treated.
     *
     * @param matrices whether it has more than one dimension: biases, norms and LayerScale's factors have not
     * @param rateScale factor on the learning rate
     * @param freezable the prefixes it can be frozen by
     */
    record Traits(boolean matrices, double rateScale, Set<String> freezable) {}

    /** Sorts parameters into groups, in the order in which a group's first parameter comes. */
    static List<ParameterGroup> of(
            List<Parameter> parameters, double layerDecay, Set<String> freezable, UpdateRule rule, NDManager manager) {
        Map<String, Double> scales = LayerDepth.scales(
                layerDecay, parameters.stream().map(Parameter::name).toList());
        Map<Traits, List<Parameter>> byTraits = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Traits traits = new Traits(
                    parameter.value().getShape().dimension() > 1,
                    scales.getOrDefault(parameter.name(), 1.0),
                    freezable.stream().filter(parameter.name()::startsWith).collect(Collectors.toSet()));
            byTraits.computeIfAbsent(traits, first -> new ArrayList<>()).add(parameter);
        }
        List<ParameterGroup> groups = new ArrayList<>();
        byTraits.forEach(
                (traits, members) -> groups.add(new ParameterGroup(traits, members, zeros(members, rule, manager))));
        return groups;
    }

    private static Map<String, List<NDArray>> zeros(List<Parameter> members, UpdateRule rule, NDManager manager) {
        Map<String, List<NDArray>> memories = new LinkedHashMap<>();
        for (UpdateRule.Memory memory : rule.memories()) {
            memories.put(
                    memory.name(),
                    members.stream()
                            .map(member -> manager.zeros(
                                    memory.scalar()
                                            ? new Shape()
                                            : member.value().getShape()))
                            .toList());
        }
        return memories;
    }

    boolean isFrozen(Set<String> frozen) {
        return traits.freezable().stream().anyMatch(frozen::contains);
    }

    List<NDArray> values() {
        return members.stream().map(Parameter::value).toList();
    }
}
