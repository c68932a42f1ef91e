package io.slipstream.trainer;

import io.slipstream.trainer.method.ReplayedRows;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the student made of images when they were new, kept with them for as long as they are replayed.
 *
 * <p>That is the mean over the views of its projections, from the step in which the image is offered to the buffer, and
 * stays as it is: so does CLA-R (arXiv:2507.10434, {@code cla_r} of its reference code with a {@code fifo} buffer, whose
 * {@code alpha_ema} of 1 leaves stored features alone). An image without one, because a checkpoint of another
 * configuration had none, gets one when it is next replayed.
 */
final class StoredProjections {

    private static final float[] NONE = new float[0];

    private StoredProjections() {}

    /** The replayed images of a batch, with the projections stored with them that are of this length; 0 is none. */
    static ReplayedRows of(Batch batch, int length) {
        SortedMap<Integer, float[]> stored = new TreeMap<>();
        for (int i = batch.fresh(); i < batch.images().size(); i++) {
            float[] projection = batch.images().get(i).projection();
            if (length > 0 && projection.length == length) {
                stored.put(i, projection);
            }
        }
        return new ReplayedRows(batch.fresh(), stored);
    }

    /**
     * Stores projections with the images of a batch that have none.
     *
     * @param projections of the whole batch, {@code [batch, length]}
     */
    static void keep(Batch batch, Tensor projections, ReplayBuffer<TrainingImage> replay) {
        int length = Math.toIntExact(projections.shape().get(1));
        for (int i = 0; i < batch.images().size(); i++) {
            TrainingImage image = batch.images().get(i);
            long number = batch.numbers().get(i);
            if (number != Replayed.NONE && image.projection().length == 0) {
                float[] own = Arrays.copyOfRange(projections.values(), i * length, (i + 1) * length);
                if (isAnything(own)) {
                    replay.replace(number, image.with(own));
                }
            }
        }
    }

    /** Whether it is one, and no failed computation. */
    private static boolean isAnything(float[] projection) {
        double square = 0;
        for (float value : projection) {
            square += (double) value * value;
        }
        return square > 0 && Double.isFinite(square);
    }

    /** A buffer's state without projections of another length; the same images where there are none such. */
    static ReplayState<TrainingImage> fitting(ReplayState<TrainingImage> state, int length) {
        List<TrainingImage> slots = state.slots().stream()
                .map(image -> image.projection().length == 0 || image.projection().length == length
                        ? image
                        : image.with(NONE))
                .toList();
        return new ReplayState<>(state.offered(), slots, state.columns());
    }
}
