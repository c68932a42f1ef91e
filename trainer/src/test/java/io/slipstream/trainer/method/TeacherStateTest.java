package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.RelativeError;
import io.slipstream.trainer.WithTorch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MoCo's queue and DINO's center, against {@code losses.py} and by themselves. */
@ExtendWith(WithTorch.class)
class TeacherStateTest {

    private static final Golden GOLDEN = new Golden("losses");

    private static NDArray wave(NDManager manager, double phase, long... shape) {
        return manager.create(Golden.wave((int) new Shape(shape).size(), phase), new Shape(shape));
    }

    @Test
    void theQueueWrapsAroundAsPyTorchsDoes(NDManager manager) {
        KeyQueue queue = new KeyQueue(7, 2, 1, manager);
        queue.keys().set(new float[14]);
        for (int step = 0; step < 5; step++) {
            queue.enqueue(wave(manager, 0.9 * step, 3, 2));
            RelativeError.assertSmall("queue." + step, queue.keys(), GOLDEN.get("queue." + step));
        }
    }

    @Test
    void aNewQueueHoldsDirectionsOfItsSeed(NDManager manager) {
        NDArray keys = new KeyQueue(500, 16, 3, manager).keys();
        assertThat(keys.norm(new int[] {1}).toFloatArray()).containsOnly(new float[] {1}, within(1e-5f));
        assertThat(keys.mean().getFloat()).isCloseTo(0, within(0.02f));
        assertThat(new KeyQueue(500, 16, 3, manager).keys()).isEqualTo(keys);
        assertThat(new KeyQueue(500, 16, 4, manager).keys()).isNotEqualTo(keys);
    }

    @Test
    void aBatchAsLongAsTheQueueReplacesIt(NDManager manager) {
        KeyQueue queue = new KeyQueue(3, 2, 1, manager);
        queue.enqueue(wave(manager, 0, 1, 2));
        NDArray batch = wave(manager, 1, 3, 2).normalize(2, 1);
        queue.enqueue(batch);
        assertThat(queue.keys().get("1:3").toFloatArray())
                .containsExactly(batch.get("0:2").toFloatArray(), within(1e-6f));
        assertThat(queue.keys().get("0:1").toFloatArray())
                .containsExactly(batch.get("2:3").toFloatArray(), within(1e-6f));
    }

    @Test
    void aBatchLongerThanTheQueueIsRefused(NDManager manager) {
        KeyQueue queue = new KeyQueue(3, 2, 1, manager);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.enqueue(wave(manager, 0, 4, 2)))
                .withMessageContainingAll("3", "4");
    }

    @Test
    void aQueueRestoredFromItsStateGoesOnAlike(NDManager manager) {
        KeyQueue queue = new KeyQueue(7, 2, 1, manager);
        queue.enqueue(wave(manager, 0, 5, 2));
        KeyQueue restored = new KeyQueue(7, 2, 9, manager);
        queue.state().forEach((name, value) -> value.copyTo(restored.state().get(name)));
        queue.enqueue(wave(manager, 1, 5, 2));
        restored.enqueue(wave(manager, 1, 5, 2));
        assertThat(restored.keys()).isEqualTo(queue.keys());
    }

    @Test
    void theCenterFollowsTheTeachersLogitsAsPyTorchsDoes(NDManager manager) {
        Center center = new Center(8, manager);
        for (int step = 0; step < 4; step++) {
            center.update(List.of(wave(manager, 0.5 * step, 4, 8), wave(manager, 0.5 * step + 1, 4, 8)), 0.9);
            RelativeError.assertSmall("center." + step, center.value(), GOLDEN.get("center." + step));
        }
    }

    @Test
    void aThousandUpdatesKeepNothingNative(NDManager manager) {
        KeyQueue queue = new KeyQueue(7, 4, 1, manager);
        Center center = new Center(4, manager);
        int own = manager.getManagedArrays().size();
        int above = manager.getParentManager().getManagedArrays().size();
        for (int step = 0; step < 1_000; step++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray keys = wave(scope, step, 3, 4);
                queue.enqueue(keys);
                center.update(List.of(keys, keys), 0.9);
            }
        }
        assertThat(manager.getManagedArrays()).hasSize(own);
        assertThat(manager.getParentManager().getManagedArrays()).hasSize(above);
    }
}
