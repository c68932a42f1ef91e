package io.slipstream.ingest.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a sound image states sizes and lengths. Each format is followed just far enough to find them; formats that are
 * not known have none.
 */
final class HeaderFields {

    private HeaderFields() {}

    /**
     * A whole number in a file.
     *
     * @param bytes its size: 1, 2 or 4
     */
    record Field(int offset, int bytes, ByteOrder order) {

        /** Writes another value: an extreme one, one near the true one, or any. */
        void lie(byte[] image, SplittableRandom random) {
            ByteBuffer file = ByteBuffer.wrap(image).order(order);
            int found = bytes == 1 ? file.get(offset) : bytes == 2 ? file.getShort(offset) : file.getInt(offset);
            int[] lies = {
                0,
                1,
                -1,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                0x7fff,
                0x7070,
                found + 1,
                found - 1,
                found * 2,
                found * 31,
                random.nextInt(),
                random.nextInt(1 << 14)
            };
            int lie = lies[random.nextInt(lies.length)];
            switch (bytes) {
                case 1 -> file.put(offset, (byte) lie);
                case 2 -> file.putShort(offset, (short) lie);
                default -> file.putInt(offset, lie);
            }
        }
    }

    /** Fields of width and height. */
    static List<Field> sizes(byte[] image) {
        return find(image, true);
    }

    /** Fields of lengths, counts and offsets. */
    static List<Field> lengths(byte[] image) {
        return find(image, false);
    }

    private static List<Field> find(byte[] image, boolean sizes) {
        String head = new String(image, 0, Math.min(16, image.length), ISO_8859_1);
        List<Field> fields = new ArrayList<>();
        if (head.startsWith("\u0089PNG")) {
            png(image, sizes, fields);
        } else if (head.startsWith("\u00ff\u00d8")) {
            jpeg(image, sizes, fields);
        } else if (head.startsWith("GIF8")) {
            gif(image, sizes, fields);
        } else if (head.startsWith("BM")) {
            add(fields, ByteOrder.LITTLE_ENDIAN, 4, sizes ? new int[] {18, 22} : new int[] {2, 10, 14, 30, 34, 46});
        } else if (head.startsWith("RIFF")) {
            webp(image, head, sizes, fields);
        } else if (head.startsWith("II*") || head.startsWith("MM")) {
            tiff(image, sizes, fields);
        }
        fields.removeIf(field -> field.offset() + field.bytes() > image.length);
        return fields;
    }

    private static void add(List<Field> fields, ByteOrder order, int bytes, int... offsets) {
        for (int offset : offsets) {
            fields.add(new Field(offset, bytes, order));
        }
    }

    private static void png(byte[] image, boolean sizes, List<Field> fields) {
        if (sizes) {
            add(fields, ByteOrder.BIG_ENDIAN, 4, 16, 20);
            return;
        }
        ByteBuffer file = ByteBuffer.wrap(image);
        for (int chunk = 8; chunk >= 8 && chunk + 12 <= image.length; chunk += 12 + file.getInt(chunk)) {
            add(fields, ByteOrder.BIG_ENDIAN, 4, chunk);
        }
    }

    private static void jpeg(byte[] image, boolean sizes, List<Field> fields) {
        ByteBuffer file = ByteBuffer.wrap(image);
        for (int segment = 2; segment + 9 <= image.length; segment += 2 + (file.getShort(segment + 2) & 0xffff)) {
            int marker = image[segment + 1] & 0xff;
            boolean frame = marker == 0xc0 || marker == 0xc2;
            if (!sizes) {
                add(fields, ByteOrder.BIG_ENDIAN, 2, segment + 2);
            } else if (frame) {
                add(fields, ByteOrder.BIG_ENDIAN, 2, segment + 5, segment + 7);
                // Sampling factors change the size of what is stored.
                add(fields, ByteOrder.BIG_ENDIAN, 1, segment + 11);
            }
            if (marker == 0xda) {
                return;
            }
        }
    }

    private static void gif(byte[] image, boolean sizes, List<Field> fields) {
        int colors = (image[10] & 0x80) == 0 ? 0 : 3 << ((image[10] & 7) + 1);
        int block = 13 + colors;
        while (block + 11 < image.length && image[block] == 0x21) {
            add(sizes ? new ArrayList<>() : fields, ByteOrder.LITTLE_ENDIAN, 1, block + 2);
            int part = block + 2;
            while (part < image.length && image[part] != 0) {
                part += 1 + (image[part] & 0xff);
            }
            block = part + 1;
        }
        if (sizes) {
            add(fields, ByteOrder.LITTLE_ENDIAN, 2, 6, 8, block + 1, block + 3, block + 5, block + 7);
        } else {
            add(fields, ByteOrder.LITTLE_ENDIAN, 1, 10, block + 9, block + 10, block + 11);
        }
    }

    private static void webp(byte[] image, String head, boolean sizes, List<Field> fields) {
        boolean extended = head.endsWith("VP8X");
        if (sizes) {
            int bitstream = extended ? 24 : head.endsWith("VP8L") ? 21 : 26;
            add(fields, ByteOrder.LITTLE_ENDIAN, 2, bitstream, bitstream + 2, bitstream + 4);
            return;
        }
        add(fields, ByteOrder.LITTLE_ENDIAN, 4, 4);
        ByteBuffer file = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int chunk = 12; chunk >= 12 && chunk + 8 <= image.length; chunk += 8 + (file.getInt(chunk + 4) + 1 & -2)) {
            add(fields, ByteOrder.LITTLE_ENDIAN, 4, chunk + 4);
        }
    }

    private static void tiff(byte[] image, boolean sizes, List<Field> fields) {
        ByteOrder order = image[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer file = ByteBuffer.wrap(image).order(order);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            int tag = file.getShort(entry);
            boolean size = tag == 256 || tag == 257 || tag == 278 || tag == 322 || tag == 323;
            if (sizes == size) {
                add(fields, order, 4, entry + 8);
            }
            if (!sizes) {
                add(fields, order, 4, entry + 4);
            }
        }
    }
}
