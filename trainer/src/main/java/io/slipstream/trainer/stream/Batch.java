package io.slipstream.trainer.stream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Images of one training step: those that just arrived, then replayed ones.
 *
 * @param images all of them, at least two
 * @param fresh how many of them are new
 * @param rewarm whether the learning rate begins to warm up again before this step; only where an order is followed
 */
public record Batch(List<TrainingImage> images, int fresh, boolean rewarm) {

    /** The pixels of all images, one image after the other, in a direct buffer. */
    public ByteBuffer pixels() {
        ByteBuffer pixels =
                ByteBuffer.allocateDirect(images.size() * images.get(0).pixels().length);
        images.forEach(image -> pixels.put(image.pixels()));
        return pixels.flip();
    }
}
