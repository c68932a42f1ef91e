package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file. Source: W3C, Portable Network Graphics, section 5. Nothing is decoded. */
final class PngStructure {

    private static final int SIGNATURE = 8;
    private static final int CRC = 4;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int TRNS = 0x74524e53;
    private static final int EXIF = 0x65584966;

    /** The chunks that pixels are made of. */
    private static final Set<Integer> KEPT = Set.of(IHDR, PLTE, TRNS, IDAT, IEND);

    /** The bit of a chunk's type that is set if the picture can be shown without it. */
    private static final int ANCILLARY = 0x20000000;

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

    /**
     * Walks the chunks to the IEND chunk.
     *
     * @throws BadImageException if the file ends before that, or a chunk the pixels need is damaged or unknown
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        Excerpt picture = new Excerpt(bytes);
        Orientation orientation = Orientation.UPRIGHT;
        Cursor cursor = new Cursor(bytes, SIGNATURE);
        int keptFrom = 0;
        int type;
        do {
            int start = cursor.position();
            long length = Integer.toUnsignedLong(cursor.i32());
            type = cursor.i32();
            cursor.skip(length + CRC);
            int end = cursor.position();
            if (KEPT.contains(type)) {
                requireSound(bytes, start, end);
            } else {
                requireAncillary(type, start);
                if (type == EXIF) {
                    orientation = Orientation.ofExif(bytes, start + 8, end - CRC);
                }
                picture.keep(keptFrom, start);
                keptFrom = end;
            }
        } while (type != IEND);
        return new Picture(picture.keep(keptFrom, cursor.position()).bytes(), orientation);
    }

    private static void requireAncillary(int type, int start) throws BadImageException {
        if ((type & ANCILLARY) == 0) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a chunk that is known or may be left out at offset " + start + ", found type "
                            + Integer.toHexString(type));
        }
    }

    private static void requireSound(byte[] bytes, int start, int end) throws BadImageException {
        CRC32 crc = new CRC32();
        crc.update(bytes, start + 4, end - start - 4 - CRC);
        int stated = new Cursor(bytes, end - CRC).i32();
        if ((int) crc.getValue() != stated) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a chunk with checksum " + Integer.toHexString(stated) + " at offset " + start + ", found "
                            + Long.toHexString(crc.getValue()));
        }
    }
}
