package io.slipstream.evaluator.watch.row;

import io.slipstream.evaluator.drift.ImageStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An image that was decoded and waits for its batch, as {@link Row} without embeddings.
 *
 * @param image its pixels
 */
public record PendingImage(
        String source,
        String id,
        int partition,
        long offset,
        long time,
        int bytes,
        ImageStatistics looks,
        KeptImage image) {

    /** The row it becomes. */
    public Row row(Eyes eyes, float[] fixed, float[] current) {
        return new Row(source, id, partition, offset, time, bytes, looks, eyes, fixed, current);
    }

    /** The form in a store. */
    public byte[] stored() {
        ByteArrayOutputStream stored = new ByteArrayOutputStream(image.bytes().length + 256);
        try (DataOutputStream out = new DataOutputStream(stored)) {
            out.writeUTF(source);
            out.writeUTF(id);
            out.writeInt(partition);
            out.writeLong(offset);
            out.writeLong(time);
            out.writeInt(bytes);
            out.writeInt(looks.width());
            out.writeInt(looks.height());
            out.writeDouble(looks.brightness());
            out.writeDouble(looks.contrast());
            out.writeDouble(looks.sharpness());
            out.write(image.stored());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return stored.toByteArray();
    }

    /** From a store. */
    public static PendingImage read(byte[] stored) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            return new PendingImage(
                    in.readUTF(),
                    in.readUTF(),
                    in.readInt(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    new ImageStatistics(in.readInt(), in.readInt(), in.readDouble(), in.readDouble(), in.readDouble()),
                    KeptImage.read(in.readAllBytes()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
