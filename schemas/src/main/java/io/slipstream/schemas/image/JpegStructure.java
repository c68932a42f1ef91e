package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/**
 * The segments of a JPEG file: the frame header, which states size and colour model, and the end marker, which a file
 * that was cut off lacks. Decoders only warn about the latter and fill the rest with grey.
 *
 * <p>Source: ITU-T T.81, annex B; T.871 (JFIF); Exif 2.32, section 4.5.4. Nothing is decoded.
 */
final class JpegStructure {

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COM = 0xfe;
    private static final int TEM = 0x01;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;

    /** Baseline, extended sequential and progressive DCT with Huffman coding. */
    private static final int SOF2 = 0xc2;

    /**
     * Each scan costs a walk over all pixels, whatever its length. Progressive files have about ten; the most that
     * ever helped is one per coefficient.
     */
    private static final int MOST_SCANS = 64;

    /** The marker segment that says the three components are Y, Cb and Cr. */
    private static final byte[] JFIF = {
        (byte) 0xff, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

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

    /**
     * Walks the whole file to the end marker.
     *
     * <p>Files of three components that do not name their colours are read as Y, Cb, Cr, as libjpeg does and as Exif
     * demands; the JDK's reader would guess by the sampling.
     *
     * @throws BadImageException if there is no end marker, or there are more scans than anyone needs
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        Excerpt picture = new Excerpt(bytes);
        Orientation orientation = Orientation.UPRIGHT;
        boolean colorsNamed = false;
        int scans = 0;
        int keptFrom = 0;
        Cursor cursor = new Cursor(bytes, 2);
        int marker = nextMarker(cursor);
        while (marker != EOI) {
            int start = cursor.position() - 2;
            skipSegment(cursor, marker);
            if (marker == SOS && ++scans > MOST_SCANS) {
                throw new BadImageException(
                        DeadLetterReason.UNDECODABLE, "expected at most " + MOST_SCANS + " scans, found more");
            }
            if (isFrameHeader(marker) && !colorsNamed && isUnnamedColor(bytes, start)) {
                picture.keep(keptFrom, start).insert(JFIF);
                keptFrom = start;
                colorsNamed = true;
            } else if (namesColors(bytes, start, marker)) {
                colorsNamed = true;
            } else if (isMetadata(marker)) {
                if (has(bytes, start, "Exif\0\0")) {
                    orientation = Orientation.ofExif(bytes, start + 10, cursor.position());
                }
                picture.keep(keptFrom, start);
                keptFrom = cursor.position();
            }
            marker = nextMarker(cursor);
        }
        return new Picture(picture.keep(keptFrom, cursor.position()).bytes(), orientation);
    }

    private static boolean isMetadata(int marker) {
        return (marker >= APP0 && marker <= APP15) || marker == COM;
    }

    private static boolean namesColors(byte[] bytes, int start, int marker) {
        return (marker == APP0 && has(bytes, start, "JFIF\0")) || (marker == APP14 && has(bytes, start, "Adobe"));
    }

    /** Whether a segment's body starts with this text. */
    private static boolean has(byte[] bytes, int start, String text) {
        int body = start + 4;
        for (int i = 0; i < text.length(); i++) {
            if (body + i >= bytes.length || bytes[body + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a frame has three components that are not called R, G and B. */
    private static boolean isUnnamedColor(byte[] bytes, int start) throws BadImageException {
        Cursor cursor = new Cursor(bytes, start + 9);
        if (cursor.u8() != 3) {
            return false;
        }
        int red = cursor.u8();
        cursor.skip(2);
        int green = cursor.u8();
        cursor.skip(2);
        return !(red == 'R' && green == 'G' && cursor.u8() == 'B');
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
        if (components != 1 && components != 3 && components != 4) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_COLOR_MODEL,
                    "expected a JPEG of 1, 3 or 4 components, found " + components);
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
