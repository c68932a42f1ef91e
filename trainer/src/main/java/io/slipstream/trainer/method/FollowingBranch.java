package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.optim.MovingAverage;
import io.slipstream.trainer.optim.Parameter;
import io.slipstream.trainer.schedule.HalfLife;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A network whose parameters are an exponential moving average of the student's of the same names; its batch statistics
 * are its own. Not thread-safe.
 */
final class FollowingBranch {

    private final Branch branch;
    private final HalfLife halfLife;
    private final MovingAverage average;

    /**
     * An average that has not moved yet.
     *
     * @param branch what is moved; the student must have every parameter it has
     */
    FollowingBranch(Branch branch, Branch student, HalfLife halfLife, NDManager manager) {
        this.branch = branch;
        this.halfLife = halfLife;
        Map<String, NDArray> students =
                student.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::value));
        List<Parameter> own = branch.parameters();
        Function<Parameter, NDArray> counterpart = parameter -> Objects.requireNonNull(
                students.get(parameter.name()), () -> "the student has no tensor " + parameter.name());
        average = new MovingAverage(
                own.stream().map(Parameter::value).toList(),
                own.stream().map(counterpart).toList(),
                manager);
    }

    /** Moves it towards the student after a step of {@code batch} images; returns the momentum, 0..1. */
    double follow(int batch, NDManager scope) {
        double momentum = halfLife.momentum(batch);
        average.update(momentum, scope);
        branch.agree(scope);
        return momentum;
    }

    /** The network. */
    Branch branch() {
        return branch;
    }
}
