package io.slipstream.trainer.method;

import io.slipstream.trainer.weights.Tensor;
import java.util.Optional;

/**
 * Which images of a batch are replayed: the last ones, from {@code first} on.
 *
 * @param first index of the first of them; the size of the batch if there are none
 * @param features projections stored when the images came, mean over their views, {@code [replayed, dim]}; a row of zeros
 *     for an image without them; empty where none are stored
 */
public record ReplayedRows(int first, Optional<Tensor> features) {

    public ReplayedRows {
        if (first < 0) {
            throw new IllegalArgumentException("expected the index of an image, found " + first);
        }
    }

    /** Those from an index on, with nothing stored for them. */
    public static ReplayedRows from(int first) {
        return new ReplayedRows(first, Optional.empty());
    }
}
