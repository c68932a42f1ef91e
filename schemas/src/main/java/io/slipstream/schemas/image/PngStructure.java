package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** The chunks of a PNG file. Source: W3C, Portable Network Graphics, section 5. Nothing is decoded. */
final class PngStructure {

    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;
    private static final int CRC = 4;

    private PngStructure() {}

    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, SIGNATURE);
        cursor.skip(4);
        if (cursor.i32() != IHDR) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE, "expected a PNG's first chunk to be IHDR, found another");
        }
        return new ImageHeader(Format.PNG.contentType, cursor.i32(), cursor.i32());
    }

    /** Walks the chunks and refuses the file as truncated if it ends before the IEND chunk does. */
    static void requireComplete(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, SIGNATURE);
        int type;
        do {
            long length = Integer.toUnsignedLong(cursor.i32());
            type = cursor.i32();
            cursor.skip(length + CRC);
        } while (type != IEND);
    }
}
