package io.slipstream.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.WithTorch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class MovingAverageTest {

    @Test
    void aTeacherMovesAShareOfTheWayToItsStudent(NDManager manager) {
        NDArray teacher = manager.create(new float[] {1, 2});
        NDArray student = manager.create(new float[] {3, 6});
        MovingAverage average = new MovingAverage(List.of(teacher), List.of(student), manager);
        average.update(0.75, manager);
        assertThat(teacher.toFloatArray()).containsExactly(1.5f, 3);
        average.update(0, manager);
        assertThat(teacher.toFloatArray()).containsExactly(3, 6);
        average.update(1, manager);
        assertThat(teacher.toFloatArray()).containsExactly(3, 6);
        assertThat(student.toFloatArray()).containsExactly(3, 6);
    }

    @Test
    void aStudentOfAnotherShapeIsRefused(NDManager manager) {
        List<NDArray> teacher = new ArrayList<>(List.of(manager.ones(new Shape(2))));
        List<NDArray> student = List.of(manager.ones(new Shape(3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MovingAverage(teacher, student, manager))
                .withMessageContainingAll("(2)", "(3)");
    }
}
