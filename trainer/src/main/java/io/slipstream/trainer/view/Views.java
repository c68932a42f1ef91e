package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The views of a batch in one step: float32 {@code [batch, 3, side, side]}, normalized, image {@code i} of the batch at
 * index {@code i} of every view.
 *
 * @param global the two views of the training size
 * @param local the smaller views of multi-crop, none unless configured
 */
public record Views(List<NDArray> global, List<NDArray> local) {

    public Views {
        global = List.copyOf(global);
        local = List.copyOf(local);
    }
}
