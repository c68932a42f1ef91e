package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * DINO's center: a running mean of the teacher's logits, which keeps any one prototype from taking all images.
 *
 * <p>{@code [1, K]} float32, 0 at the start, changed in place: nothing native is made per step. Not thread-safe. Source:
 * Caron et al., "Emerging properties in self-supervised vision transformers", arXiv:2104.14294, eq. 4.
 */
final class Center {

    private final NDArray value;

    /**
     * A center at 0.
     *
     * @param prototypes K
     * @param manager owner of the center
     */
    Center(int prototypes, NDManager manager) {
        value = manager.zeros(new Shape(1, prototypes));
    }

    /** The center, {@code [1, K]}. It aliases the center's own: writing to it restores. */
    NDArray value() {
        return value;
    }

    /**
     * Moves the center towards a batch: c ← m · c + (1 − m) · mean over views and images.
     *
     * @param teacherLogits {@code [batch, K]} per view
     * @param momentum m, 0..1: the share of itself the center keeps
     */
    void update(List<NDArray> teacherLogits, double momentum) {
        NDArray rows = NDArrays.concat(new NDList(teacherLogits));
        NDArray mean = rows.stopGradient().mean(new int[] {0}, true);
        value.muli(momentum).addi(mean.mul(1 - momentum));
    }
}
