package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.Set;

/** The headers of a BMP file. Source: Microsoft, Bitmap Storage. Nothing is decoded. */
final class BmpStructure {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final Set<Integer> HEADERS = Set.of(CORE_HEADER, 40, 52, 56, 108, 124);
    private static final int V4_HEADER = 108;
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;
    private static final int COLOR_SPACE = FILE_HEADER + 56;
    private static final byte[] SRGB = {'B', 'G', 'R', 's'};

    private BmpStructure() {}

    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, FILE_HEADER);
        int headerSize = cursor.i32LittleEndian();
        if (!HEADERS.contains(headerSize)) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_FORMAT,
                    "expected a known BMP header, found one of size " + headerSize);
        }
        if (headerSize == CORE_HEADER) {
            return new ImageHeader(Format.BMP.contentType, cursor.u16LittleEndian(), cursor.u16LittleEndian());
        }
        int width = cursor.i32LittleEndian();
        // A negative height means that the rows are stored from top to bottom.
        return new ImageHeader(Format.BMP.contentType, width, Math.abs(cursor.i32LittleEndian()));
    }

    /**
     * The file, with its colours stated to be sRGB so that no profile in it, or beside it, is looked at.
     *
     * @throws BadImageException if it is shorter than its palette and rows, or is a JPEG or PNG in a BMP's clothes
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        ImageHeader header = header(bytes);
        Cursor cursor = new Cursor(bytes, 10);
        long pixels = Integer.toUnsignedLong(cursor.i32LittleEndian());
        int headerSize = cursor.i32LittleEndian();
        boolean core = headerSize == CORE_HEADER;
        cursor.skip(core ? 6 : 10);
        int bitsPerPixel = cursor.u16LittleEndian();
        int compression = core ? UNCOMPRESSED : cursor.i32LittleEndian();
        if (compression < UNCOMPRESSED || compression > BIT_FIELDS) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_FORMAT,
                    "expected a BMP that is plain or run-length encoded, found compression " + compression);
        }
        long stored = compression == UNCOMPRESSED || compression == BIT_FIELDS
                ? ((long) header.width() * bitsPerPixel + 31) / 32 * 4 * header.height()
                : Integer.toUnsignedLong(cursor.i32LittleEndian());
        new Cursor(bytes, 0).skip(pixels + stored);
        if (!core) {
            long colors = Integer.toUnsignedLong(new Cursor(bytes, FILE_HEADER + 32).i32LittleEndian());
            new Cursor(bytes, FILE_HEADER + headerSize).require(4 * colors);
        }
        return new Picture(headerSize < V4_HEADER ? bytes : inSrgb(bytes), Orientation.UPRIGHT);
    }

    private static byte[] inSrgb(byte[] bytes) {
        return new Excerpt(bytes)
                .keep(0, COLOR_SPACE)
                .insert(SRGB)
                .keep(COLOR_SPACE + SRGB.length, bytes.length)
                .bytes();
    }
}
