package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/**
 * The segments of a JPEG file: the frame header, which states size and colour model, and the end marker, which a file
 * that was cut off lacks. Decoders only warn about the latter and fill the rest with grey.
 *
 * <p>Source: ITU-T T.81, annex B. Nothing is decoded.
 */
final class JpegStructure {

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int TEM = 0x01;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;

    /** Baseline, extended sequential and progressive DCT with Huffman coding. */
    private static final int SOF2 = 0xc2;

    private JpegStructure() {}

    /** Reads up to the frame header. */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, 2);
        while (true) {
            int marker = nextMarker(cursor);
            if (isFrameHeader(marker)) {
                return frameHeader(cursor, marker);
            }
            if (marker == EOI || marker == SOS) {
                throw new BadImageException(
                        DeadLetterReason.UNDECODABLE, "expected a frame header before the image data, found none");
            }
            skipSegment(cursor, marker);
        }
    }

    /** Walks the whole file and refuses it as truncated if it has no end marker. */
    static void requireComplete(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, 2);
        int marker = nextMarker(cursor);
        while (marker != EOI) {
            skipSegment(cursor, marker);
            marker = nextMarker(cursor);
        }
    }

    /** The next marker, past entropy-coded data, stuffed zeros, restart markers and fill bytes. */
    private static int nextMarker(Cursor cursor) throws BadImageException {
        while (true) {
            cursor.skipTo(0xff);
            int code = cursor.u8();
            while (code == 0xff) {
                code = cursor.u8();
            }
            if (code != 0 && !(code >= RST0 && code <= RST7)) {
                return code;
            }
        }
    }

    private static void skipSegment(Cursor cursor, int marker) throws BadImageException {
        if (marker == SOI || marker == TEM) {
            return;
        }
        int length = cursor.u16();
        if (length < 2) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a segment length of 2 or more at offset " + (cursor.position() - 2) + ", found "
                            + length);
        }
        cursor.skip(length - 2);
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != JPG && marker != DAC;
    }

    private static ImageHeader frameHeader(Cursor cursor, int marker) throws BadImageException {
        cursor.u16();
        int precision = cursor.u8();
        int height = cursor.u16();
        int width = cursor.u16();
        int components = cursor.u8();
        if (components != 1 && components != 3) {
            String found = components == 4 ? "4 (CMYK or YCCK)" : String.valueOf(components);
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_COLOR_MODEL, "expected a JPEG of 1 or 3 components, found " + found);
        }
        if (marker > SOF2 || precision != 8) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_FORMAT,
                    "expected a baseline or progressive JPEG of 8 bits, found process SOF" + (marker - 0xc0) + " of "
                            + precision + " bits");
        }
        return new ImageHeader(Format.JPEG.contentType, width, height);
    }
}
