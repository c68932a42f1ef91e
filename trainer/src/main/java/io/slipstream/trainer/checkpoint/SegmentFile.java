package io.slipstream.trainer.checkpoint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Images of a replay buffer, as a file: their number, 4 bytes big-endian, and as many {@linkplain ImageRecord images}.
 *
 * <p>Where projections are stored with them it begins with -1 instead, then the number, the length of a projection, 4
 * bytes, and after each image its projection, float32; zeros for an image without one.
 */
final class SegmentFile {

    private static final int WITH_PROJECTIONS = -1;

    private SegmentFile() {}

    static void write(List<ImageRecord> images, DataOutput out) throws IOException {
        int length = Projections.length(images.stream().map(ImageRecord::image));
        if (length > 0) {
            out.writeInt(WITH_PROJECTIONS);
        }
        out.writeInt(images.size());
        if (length > 0) {
            out.writeInt(length);
        }
        for (ImageRecord each : images) {
            each.writeTo(out);
            Projections.write(each.image(), length, out);
        }
    }

    /** Reads one image after the other. */
    static final class Reader {

        private final DataInput in;
        private final int count;
        private final int length;

        /** A reader of a file that has been verified, at its beginning. */
        Reader(DataInput in) throws IOException {
            this.in = in;
            int first = in.readInt();
            count = first == WITH_PROJECTIONS ? in.readInt() : first;
            length = first == WITH_PROJECTIONS ? in.readInt() : 0;
        }

        /** Images in the file. */
        int count() {
            return count;
        }

        ImageRecord next() throws IOException {
            ImageRecord read = ImageRecord.read(in);
            float[] projection = Projections.read(length, in);
            return projection.length == 0 ? read : new ImageRecord(read.image().with(projection), read.pixelsSha256());
        }
    }
}
