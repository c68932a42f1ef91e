package io.slipstream.trainer.method;

import io.slipstream.trainer.weights.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a learner must remember to go on as if it had never stopped.
 *
 * <p>Names begin with the part they belong to: {@code student/}, {@code teacher/}, {@code optimizer/}, {@code memory/}.
 *
 * @param tensors weights, batch statistics, moments, and what the method remembers, by name, in ascending order
 * @param programs whole programs, for a backbone of foreign make whose buffers have no names: {@code student},
 *     {@code teacher}; empty for a network of ours
 * @param rateStart step at which the schedule of the learning rate starts
 */
public record LearnerState(SortedMap<String, Tensor> tensors, Map<String, byte[]> programs, long rateStart) {

    public LearnerState {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        programs = Map.copyOf(programs);
    }

    /** The same, with the learning rate warming up again from a step on. */
    public LearnerState rewarmedAt(long step) {
        return new LearnerState(tensors, programs, step);
    }
}
