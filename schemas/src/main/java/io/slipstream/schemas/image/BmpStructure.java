package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.Set;

/** The headers of a BMP file. Source: Microsoft, Bitmap Storage. Nothing is decoded. */
final class BmpStructure {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final Set<Integer> HEADERS = Set.of(CORE_HEADER, 40, 52, 56, 108, 124);
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;

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

    /** Refuses the file as truncated if it is shorter than its uncompressed rows. */
    static void requireComplete(byte[] bytes) throws BadImageException {
        ImageHeader header = header(bytes);
        Cursor cursor = new Cursor(bytes, 10);
        long pixels = Integer.toUnsignedLong(cursor.i32LittleEndian());
        boolean core = cursor.i32LittleEndian() == CORE_HEADER;
        cursor.skip(core ? 6 : 10);
        int bitsPerPixel = cursor.u16LittleEndian();
        int compression = core ? UNCOMPRESSED : cursor.i32LittleEndian();
        if (compression == UNCOMPRESSED || compression == BIT_FIELDS) {
            long rowBytes = ((long) header.width() * bitsPerPixel + 31) / 32 * 4;
            new Cursor(bytes, 0).skip(pixels + rowBytes * header.height());
        }
    }
}
