package io.slipstream.trainer.stream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Images of one training step: those that just arrived, then replayed ones.
 *
 * @param images all of them, at least two
 * @param numbers by image its number in the replay buffer; {@link io.slipstream.trainer.replay.Replayed#NONE} for a new one
 *     that has not been offered yet
 * @param fresh how many of them are new
 * @param pass which of the steps on these new images it is, from 1
 * @param passes how many there are
 * @param rewarm whether the learning rate begins to warm up again before this step; only where an order is followed
 */
public record Batch(List<TrainingImage> images, List<Long> numbers, int fresh, int pass, int passes, boolean rewarm) {

    /** The pixels of all images, uint8 RGB planes, one image after the other, in a direct buffer. */
    public ByteBuffer pixels() {
        return TrainingImage.pixels(images);
    }

    /** Whether no further step on these new images follows. */
    public boolean isLast() {
        return pass == passes;
    }
}
