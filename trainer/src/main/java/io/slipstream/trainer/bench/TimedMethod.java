package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.bench.PartClock.Part;
import io.slipstream.trainer.method.Branch;
import io.slipstream.trainer.method.Method;
import io.slipstream.trainer.method.Objective;
import io.slipstream.trainer.method.Projection;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A method that tells a clock when the learner calls it, which is where the parts of a step meet; so the learner needs
 * no hooks. On a GPU, which works behind the caller's back, the parts mean little and only their sum holds.
 */
final class TimedMethod implements Method {

    private final Method method;
    private final PartClock clock;

    TimedMethod(Method method, PartClock clock) {
        this.method = method;
        this.clock = clock;
    }

    @Override
    public List<NDArray> targets(Branch teacher, Views views, long step) {
        clock.start(Part.TEACHER);
        return method.targets(teacher, views, step);
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        clock.start(Part.STUDENT);
        Objective objective = method.objective(student, views, targets, step);
        clock.start(Part.BACKWARD);
        return objective;
    }

    /** Asked when the gradients are there, before the optimizer. */
    @Override
    public Set<String> frozen(long step) {
        clock.start(Part.UPDATE);
        return method.frozen(step);
    }

    @Override
    public void remember(List<NDArray> targets) {
        clock.start(Part.REPORT);
        method.remember(targets);
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        return method.studentHeads(embeddingDim, precision);
    }

    @Override
    public Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return method.teacherHeads(embeddingDim, precision);
    }

    @Override
    public Projection projection(int embeddingDim) {
        return method.projection(embeddingDim);
    }

    @Override
    public Optional<HalfLife> teacher() {
        return method.teacher();
    }

    @Override
    public Map<String, NDArray> memory() {
        return method.memory();
    }

    @Override
    public Set<String> freezable() {
        return method.freezable();
    }

    @Override
    public Evaluated evaluated() {
        return method.evaluated();
    }

    @Override
    public OptionalDouble chance(int batch) {
        return method.chance(batch);
    }
}
