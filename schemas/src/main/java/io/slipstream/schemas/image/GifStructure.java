package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** The blocks of a GIF file up to its first frame. Source: CompuServe, GIF89a specification. Nothing is decoded. */
final class GifStructure {

    private static final int SIGNATURE = 6;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;

    private GifStructure() {}

    /** Size of the first frame. */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = firstFrame(bytes);
        return new ImageHeader(Format.GIF.contentType, cursor.u16LittleEndian(), cursor.u16LittleEndian());
    }

    /** Walks the first frame's data and refuses the file as truncated if it ends before that does. */
    static void requireComplete(byte[] bytes) throws BadImageException {
        Cursor cursor = firstFrame(bytes);
        cursor.skip(4);
        skipColorTable(cursor, cursor.u8());
        cursor.skip(1);
        skipSubBlocks(cursor);
    }

    /** A cursor at the first frame's width. */
    private static Cursor firstFrame(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, SIGNATURE);
        cursor.skip(4);
        int flags = cursor.u8();
        cursor.skip(2);
        skipColorTable(cursor, flags);
        int block = cursor.u8();
        while (block == EXTENSION) {
            cursor.skip(1);
            skipSubBlocks(cursor);
            block = cursor.u8();
        }
        if (block != IMAGE) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE, "expected a GIF frame, found block type " + block);
        }
        cursor.skip(4);
        return cursor;
    }

    private static void skipColorTable(Cursor cursor, int flags) throws BadImageException {
        if ((flags & 0x80) != 0) {
            cursor.skip(3L << ((flags & 7) + 1));
        }
    }

    private static void skipSubBlocks(Cursor cursor) throws BadImageException {
        int size = cursor.u8();
        while (size > 0) {
            cursor.skip(size);
            size = cursor.u8();
        }
    }
}
