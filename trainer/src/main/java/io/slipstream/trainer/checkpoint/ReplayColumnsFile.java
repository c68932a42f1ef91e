package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.replay.ReplayColumns;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay buffer remembers beside its images, as a file.
 *
 * <p>A byte that holds the version, 1; then columns of whole numbers (8 bytes), of fractions (float32) and of texts
 * (length in 2 bytes, modified UTF-8). Of each kind their number (4 bytes), and by column its name, a text, its length (4
 * bytes) and its entries. Big-endian, names in order.
 */
final class ReplayColumnsFile {

    private static final int VERSION = 1;

    private ReplayColumnsFile() {}

    static void write(ReplayColumns columns, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(columns.numbers().size());
        for (Map.Entry<String, long[]> column : columns.numbers().entrySet()) {
            writeHead(column.getKey(), column.getValue().length, out);
            for (long number : column.getValue()) {
                out.writeLong(number);
            }
        }
        out.writeInt(columns.values().size());
        for (Map.Entry<String, float[]> column : columns.values().entrySet()) {
            writeHead(column.getKey(), column.getValue().length, out);
            for (float value : column.getValue()) {
                out.writeFloat(value);
            }
        }
        out.writeInt(columns.texts().size());
        for (Map.Entry<String, List<String>> column : columns.texts().entrySet()) {
            writeHead(column.getKey(), column.getValue().size(), out);
            for (String text : column.getValue()) {
                out.writeUTF(text);
            }
        }
    }

    private static void writeHead(String name, int length, DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeInt(length);
    }

    /** @throws CorruptCheckpointException if it is of another version */
    static ReplayColumns read(DataInput in) throws IOException, CorruptCheckpointException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new CorruptCheckpointException(
                    "replay buffer: expected columns of version " + VERSION + ", found version " + version);
        }
        SortedMap<String, long[]> numbers = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            long[] column = new long[in.readInt()];
            for (int i = 0; i < column.length; i++) {
                column[i] = in.readLong();
            }
            numbers.put(name, column);
        }
        SortedMap<String, float[]> values = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            float[] column = new float[in.readInt()];
            for (int i = 0; i < column.length; i++) {
                column[i] = in.readFloat();
            }
            values.put(name, column);
        }
        SortedMap<String, List<String>> texts = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            List<String> column = new ArrayList<>();
            for (int length = in.readInt(); length > 0; length--) {
                column.add(in.readUTF());
            }
            texts.put(name, column);
        }
        return new ReplayColumns(numbers, values, texts);
    }
}
