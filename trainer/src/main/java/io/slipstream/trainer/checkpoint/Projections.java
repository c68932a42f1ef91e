package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.stream.TrainingImage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.stream.Stream;

/** The projections stored with images, within files: of one length, zeros for an image without one. */
final class Projections {

    private static final float[] NONE = new float[0];

    private Projections() {}

    /** Length of those that there are; 0 if there are none. */
    static int length(Stream<TrainingImage> images) {
        return images.mapToInt(image -> image.projection().length).max().orElse(0);
    }

    static void write(TrainingImage image, int length, DataOutput out) throws IOException {
        float[] projection = image.projection();
        if (projection.length != 0 && projection.length != length) {
            throw new IllegalArgumentException(
                    "expected projections of one length, found " + projection.length + " and " + length);
        }
        for (int k = 0; k < length; k++) {
            out.writeFloat(k < projection.length ? projection[k] : 0);
        }
    }

    static float[] read(int length, DataInput in) throws IOException {
        float[] projection = new float[length];
        boolean isAny = false;
        for (int k = 0; k < length; k++) {
            projection[k] = in.readFloat();
            isAny |= projection[k] != 0;
        }
        return isAny ? projection : NONE;
    }
}
