package io.slipstream.evaluator.watch.row;

import io.slipstream.evaluator.drift.ImageStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of rows in stores and in the topic between the sources and the whole: a version, then the fields in order. Both
 * are the application's own; a reader of another version stops with both versions in its message.
 */
public final class Wire {

    private static final int VERSION = 1;

    private Wire() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** The bytes of a row. */
    public static byte[] bytes(Row row) {
        return written(out -> write(row, out));
    }

    /** A row of its bytes. */
    public static Row row(byte[] bytes) {
        return read(bytes, Wire::readRow);
    }

    /** The bytes of a canonical image. */
    public static byte[] bytes(CanonicalRow canonical) {
        return written(out -> {
            write(canonical.row(), out);
            out.writeInt(canonical.index());
            write(canonical.beforeId(), out);
            write(canonical.before(), out);
            out.writeDouble(canonical.selfTest());
        });
    }

    /** A canonical image of its bytes. */
    public static CanonicalRow canonicalRow(byte[] bytes) {
        return read(bytes, in -> {
            Row row = readRow(in);
            return new CanonicalRow(in.readInt(), row, readText(in), readFloats(in), in.readDouble());
        });
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("expected a row of version " + VERSION + ", found " + version
                        + "; an application of another version needs another application-id");
            }
            return reading.from(in);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(Row row, DataOutputStream out) throws IOException {
        out.writeUTF(row.source());
        out.writeUTF(row.id());
        out.writeInt(row.partition());
        out.writeLong(row.offset());
        out.writeLong(row.time());
        out.writeInt(row.bytes());
        out.writeInt(row.looks().width());
        out.writeInt(row.looks().height());
        out.writeDouble(row.looks().brightness());
        out.writeDouble(row.looks().contrast());
        out.writeDouble(row.looks().sharpness());
        out.writeLong(row.eyes().epoch());
        out.writeUTF(row.eyes().fixedId());
        write(row.eyes().currentId(), out);
        write(row.fixed(), out);
        write(row.current(), out);
    }

    private static Row readRow(DataInputStream in) throws IOException {
        return new Row(
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                new ImageStatistics(in.readInt(), in.readInt(), in.readDouble(), in.readDouble(), in.readDouble()),
                new Eyes(in.readLong(), in.readUTF(), readText(in)),
                readFloats(in),
                readFloats(in));
    }

    private static void write(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void write(float[] vector, DataOutputStream out) throws IOException {
        out.writeInt(vector.length);
        for (float value : vector) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        float[] vector = new float[in.readInt()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readFloat();
        }
        return vector;
    }
}
