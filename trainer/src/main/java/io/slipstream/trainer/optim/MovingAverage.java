package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Arguments;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;
import java.util.List;

/**
 * The teacher's weights as an exponential moving average of the student's, by one native call per step.
 *
 * <p>teacher ← m · teacher + (1 − m) · student, over parameters alone: batch-norm statistics are each network's own
 * (Grill et al., "Bootstrap your own latent", arXiv:2006.07733, eq. 1). Not thread-safe.
 */
public final class MovingAverage {

    private static final ScriptModule MODULE =
            ScriptModule.named("MovingAverage").method("""
                    def update(self, weight: Tensor, teacher: List[Tensor], student: List[Tensor]) -> Tensor:
                      torch._foreach_lerp_(teacher, student, float(weight))
                      return weight
                    """).build();

    private final Program program;
    private final List<NDArray> teacher;
    private final List<NDArray> student;

    /**
     * An average that has not moved yet.
     *
     * @param teacher what is moved
     * @param student what it follows: as many tensors of the same shapes, in the same order
     */
    public MovingAverage(List<NDArray> teacher, List<NDArray> student, NDManager manager) {
        if (!shapes(teacher).equals(shapes(student))) {
            throw new IllegalArgumentException(
                    "expected a student shaped like the teacher " + shapes(teacher) + ", found " + shapes(student));
        }
        this.program = Program.load(MODULE, manager);
        this.teacher = teacher;
        this.student = student;
    }

    private static List<?> shapes(List<NDArray> arrays) {
        return arrays.stream().map(NDArray::getShape).toList();
    }

    /**
     * Moves the teacher towards the student.
     *
     * @param momentum m, 0..1: the share of itself the teacher keeps
     * @param scope owner of this step's temporaries
     */
    public void update(double momentum, NDManager scope) {
        program.call(
                "update",
                scope,
                Arguments.of(scope.create(1 - momentum)).list(teacher).list(student));
    }
}
