package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The student's side of one step.
 *
 * @param loss scalar to minimize
 * @param embeddings the student's embeddings of the global views that it saw, one or two, {@code [batch, dim]} each
 * @param outputs what the loss compares, of the first view, {@code [batch, dim]}
 * @param projections the student's {@link Projection}s of the global views it was shown, in their order, {@code [batch, dim]}
 */
public record Objective(NDArray loss, List<NDArray> embeddings, NDArray outputs, List<NDArray> projections) {

    public Objective {
        embeddings = List.copyOf(embeddings);
        projections = List.copyOf(projections);
    }
}
