package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The first directory of tags of a TIFF file or an Exif block. Source: TIFF 6.0, section 2.
 *
 * <p>Values are read when they are asked for, and never more of them than the file has bytes for.
 */
final class TiffDirectory {

    private static final int ENTRY = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** T4Options, T6Options and TileOffsets: where others may have either type, these have this one. */
    private static final Set<Integer> ALWAYS_LONG = Set.of(292, 293, 324);

    private final byte[] bytes;
    private final int base;
    private final int end;
    private final boolean littleEndian;
    private final Map<Integer, Entry> entries = new HashMap<>();

    /** @param position of the value in the file, or of the offset to it */
    private record Entry(int type, long count, int position) {}

    private TiffDirectory(byte[] bytes, int base, int end) {
        this.bytes = bytes;
        this.base = base;
        this.end = end;
        this.littleEndian = base < end && bytes[base] == 'I';
    }

    /**
     * Reads the names of the first directory's tags.
     *
     * @param from where the TIFF header starts; its offsets count from there
     * @param to where the file or block ends
     * @throws BadImageException if the directory is cut off
     */
    static TiffDirectory first(byte[] bytes, int from, int to) throws BadImageException {
        TiffDirectory directory = new TiffDirectory(bytes, from, to);
        Cursor cursor = directory.at(from + 4L);
        cursor = directory.at(from + directory.u32(cursor));
        int count = directory.u16(cursor);
        for (int i = 0; i < count; i++) {
            int tag = directory.u16(cursor);
            int type = directory.u16(cursor);
            long values = directory.u32(cursor);
            directory.entries.putIfAbsent(tag, new Entry(type, values, cursor.position()));
            cursor.skip(4);
        }
        return directory;
    }

    ByteOrder byteOrder() {
        return littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /**
     * A directory of these tags only, as it stands in a file; values that lie elsewhere stay where they are. Single
     * numbers get the type the specification has for them: a reader that is strict would take them for missing.
     */
    byte[] only(Set<Integer> tags) throws BadImageException {
        List<Integer> kept =
                entries.keySet().stream().filter(tags::contains).sorted().toList();
        ByteBuffer directory = ByteBuffer.allocate(2 + ENTRY * kept.size() + 4)
                .order(byteOrder())
                .putShort((short) kept.size());
        for (int tag : kept) {
            Entry entry = Objects.requireNonNull(entries.get(tag));
            if (entry.count() == 1 && isWhole(entry.type())) {
                putNumber(directory, tag, number(tag, 0));
            } else {
                directory.put(bytes, entry.position() + 4 - ENTRY, ENTRY);
            }
        }
        return directory.array();
    }

    private static void putNumber(ByteBuffer directory, int tag, long value) {
        directory.putShort((short) tag);
        if (value <= 0xffff && !ALWAYS_LONG.contains(tag)) {
            directory.putShort((short) SHORT).putInt(1).putShort((short) value).putShort((short) 0);
        } else {
            directory.putShort((short) LONG).putInt(1).putInt((int) value);
        }
    }

    private static boolean isWhole(int type) {
        return type == BYTE || type == SHORT || type == LONG;
    }

    /** The first value of a tag of whole numbers, or a default if the tag is not there. */
    long number(int tag, long missing) throws BadImageException {
        long[] numbers = numbers(tag, 1);
        return numbers.length == 0 ? missing : numbers[0];
    }

    /**
     * The values of a tag of whole numbers; none if the tag is not there.
     *
     * @param most how many are wanted at most
     */
    long[] numbers(int tag, int most) throws BadImageException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        int size = size(tag, entry);
        Cursor cursor = values(entry, size);
        long[] numbers = new long[(int) Math.min(most, entry.count())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = size == 1 ? cursor.u8() : size == 2 ? u16(cursor) : u32(cursor);
        }
        return numbers;
    }

    /** How many values a tag has, 0 if it is not there. */
    long count(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : entry.count();
    }

    private static int size(int tag, Entry entry) throws BadImageException {
        return switch (entry.type()) {
            case BYTE -> 1;
            case SHORT -> 2;
            case LONG -> 4;
            default ->
                throw new BadImageException(
                        DeadLetterReason.UNDECODABLE,
                        "expected whole numbers in tag " + tag + ", found values of type " + entry.type());
        };
    }

    /** A cursor at an entry's first value, with all of them before the end. */
    private Cursor values(Entry entry, int size) throws BadImageException {
        long length = entry.count() * size;
        Cursor values = at(length <= 4 ? entry.position() : base + u32(at(entry.position())));
        values.require(length);
        return values;
    }

    private Cursor at(long position) throws BadImageException {
        Cursor cursor = new Cursor(bytes, base, end);
        cursor.skip(position - base);
        return cursor;
    }

    private int u16(Cursor cursor) throws BadImageException {
        return littleEndian ? cursor.u16LittleEndian() : cursor.u16();
    }

    private long u32(Cursor cursor) throws BadImageException {
        return Integer.toUnsignedLong(littleEndian ? cursor.i32LittleEndian() : cursor.i32());
    }
}
