package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.trainer.stream.PendingImage;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The large parts of a stream's state as files: a count, 4 bytes big-endian, and as many entries. */
final class StreamFiles {

    private StreamFiles() {}

    static void writeRecent(List<String> ids, DataOutput out) throws IOException {
        out.writeInt(ids.size());
        for (String id : ids) {
            ImageRecord.writeSha256(id, out);
        }
    }

    static List<String> readRecent(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(ImageRecord.readSha256(in));
        }
        return ids;
    }

    static void writePending(List<PendingImage> images, DataOutput out) throws IOException {
        out.writeInt(images.size());
        for (PendingImage pending : images) {
            out.writeUTF(pending.partition().topic());
            out.writeInt(pending.partition().partition());
            out.writeLong(pending.offset());
            new ImageRecord(pending.image(), Sha256.of(pending.image().pixels().kept())).writeTo(out);
        }
        if (images.stream().anyMatch(pending -> !pending.source().isEmpty())) {
            for (PendingImage pending : images) {
                out.writeUTF(pending.source());
            }
        }
    }

    static List<PendingImage> readPending(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<PendingImage> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TopicPartition partition = new TopicPartition(in.readUTF(), in.readInt());
            images.add(new PendingImage(
                    partition, in.readLong(), "", ImageRecord.read(in).image()));
        }
        return withSources(images, in);
    }

    /** Older files end with the images. */
    private static List<PendingImage> withSources(List<PendingImage> images, DataInputStream in) throws IOException {
        PushbackInputStream rest = new PushbackInputStream(in);
        int next = rest.read();
        if (next < 0) {
            return images;
        }
        rest.unread(next);
        DataInputStream sources = new DataInputStream(rest);
        List<PendingImage> complete = new ArrayList<>(images.size());
        for (PendingImage pending : images) {
            complete.add(new PendingImage(pending.partition(), pending.offset(), sources.readUTF(), pending.image()));
        }
        return complete;
    }
}
