package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** The blocks of a GIF file up to its first frame. Source: CompuServe, GIF89a specification. Nothing is decoded. */
final class GifStructure {

    private static final int SCREEN_FLAGS = 10;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int IMAGE = 0x2c;
    private static final byte[] TRAILER = {0x3b};

    private GifStructure() {}

    /**
     * What comes before the first frame.
     *
     * @param globalEnd end of the screen descriptor and its colours
     * @param controlStart start of the last graphic control extension, which says what is transparent
     * @param controlEnd its end; the same as the start if there is none
     * @param frame start of the frame's image descriptor
     */
    private record Preamble(int globalEnd, int controlStart, int controlEnd, int frame) {}

    /** Size of the first frame. */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, preamble(bytes).frame());
        cursor.skip(5);
        return new ImageHeader(Format.GIF.contentType, cursor.u16LittleEndian(), cursor.u16LittleEndian());
    }

    /**
     * The first frame alone.
     *
     * @throws BadImageException if the file ends before the frame does
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        Preamble preamble = preamble(bytes);
        Cursor cursor = new Cursor(bytes, preamble.frame());
        cursor.skip(9);
        skipColorTable(cursor, cursor.u8());
        cursor.skip(1);
        skipSubBlocks(cursor);
        byte[] picture = new Excerpt(bytes)
                .keep(0, preamble.globalEnd())
                .keep(preamble.controlStart(), preamble.controlEnd())
                .keep(preamble.frame(), cursor.position())
                .insert(TRAILER)
                .bytes();
        return new Picture(picture, Orientation.UPRIGHT);
    }

    private static Preamble preamble(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, 0);
        cursor.skip(SCREEN_FLAGS);
        int flags = cursor.u8();
        cursor.skip(2);
        skipColorTable(cursor, flags);
        int globalEnd = cursor.position();
        int controlStart = globalEnd;
        int controlEnd = globalEnd;
        int block = cursor.u8();
        while (block == EXTENSION) {
            int start = cursor.position() - 1;
            int label = cursor.u8();
            skipSubBlocks(cursor);
            if (label == GRAPHIC_CONTROL) {
                controlStart = start;
                controlEnd = cursor.position();
            }
            block = cursor.u8();
        }
        if (block != IMAGE) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE, "expected a GIF frame, found block type " + block);
        }
        return new Preamble(globalEnd, controlStart, controlEnd, cursor.position() - 1);
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
