package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file, lossy or lossless, still or the first frame of an animation. Nothing is decoded.
 *
 * <p>Source: RFC 9649, section 2 (the container), section 3.4 (the lossless header), and RFC 6386, section 9.1 (the
 * lossy header).
 */
final class WebpStructure {

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int VP8 = fourCc("VP8 ");
    private static final int VP8L = fourCc("VP8L");
    private static final int VP8X = fourCc("VP8X");
    private static final int ALPH = fourCc("ALPH");
    private static final int ANMF = fourCc("ANMF");
    private static final int EXIF = fourCc("EXIF");
    private static final int FRAME_HEADER = 16;
    private static final int EXTENDED = CHUNK_HEADER + 10;
    private static final int LOSSY_START = 0x2a019d;
    private static final int LOSSLESS_START = 0x2f;
    private static final int LOSSLESS_HEADER = 5;
    private static final int ALPHA_FLAG = 0x10;
    private static final int ALPHA_LOSSLESS = 1;

    private static final byte[] PADDING = {0};

    /** A chunk's place in the file; in chunks of odd length a byte of padding follows the body. */
    private record Chunk(int type, int body, int length) {

        int size() {
            return CHUNK_HEADER + length + (length & 1);
        }

        Excerpt addTo(Excerpt excerpt) {
            Excerpt added = excerpt.keep(body - CHUNK_HEADER, body + length);
            return (length & 1) == 0 ? added : added.insert(PADDING);
        }
    }

    private WebpStructure() {}

    /** Size of the picture, or of an animation's first frame. */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, RIFF_HEADER);
        Chunk chunk = next(cursor);
        while (chunk.type() != VP8 && chunk.type() != VP8L) {
            skip(cursor, chunk);
            chunk = next(cursor);
        }
        return size(bytes, chunk);
    }

    /**
     * The picture alone, in the simplest container that holds it.
     *
     * @throws BadImageException if the file ends before its container says
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        Cursor cursor = new Cursor(bytes, 4);
        long stated = Integer.toUnsignedLong(cursor.i32LittleEndian());
        cursor.require(stated);
        Chunk image = null;
        Chunk alpha = null;
        Orientation orientation = Orientation.UPRIGHT;
        cursor = new Cursor(bytes, RIFF_HEADER, 8 + (int) stated);
        while (cursor.remaining() >= CHUNK_HEADER) {
            Chunk chunk = next(cursor);
            if (chunk.type() == EXIF) {
                cursor.require(chunk.length());
                orientation = exif(bytes, chunk);
            } else if (image == null && chunk.type() == ALPH) {
                alpha = chunk;
            } else if (image == null && (chunk.type() == VP8 || chunk.type() == VP8L)) {
                image = chunk;
            }
            skip(cursor, chunk);
        }
        if (image == null) {
            throw new BadImageException(DeadLetterReason.TRUNCATED, "expected a WebP's image data, found none");
        }
        if (image.type() == VP8L) {
            requireBounded(bytes, image, LOSSLESS_HEADER, size(bytes, image));
            alpha = null;
        } else if (alpha != null) {
            requireCompressed(bytes, alpha);
            requireBounded(bytes, alpha, 1, size(bytes, image));
        }
        return new Picture(still(bytes, image, alpha), orientation);
    }

    /** Encoders leave alpha uncompressed only where it is noise; the decoder cannot read that. */
    private static void requireCompressed(byte[] bytes, Chunk alpha) throws BadImageException {
        int compression = new Cursor(bytes, alpha.body()).u8() & 3;
        if (compression != ALPHA_LOSSLESS) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_COLOR_MODEL,
                    "expected a WebP's alpha to be compressed (1), found method " + compression);
        }
    }

    private static void requireBounded(byte[] bytes, Chunk chunk, int header, ImageHeader size)
            throws BadImageException {
        LowBitsFirst bits = new LowBitsFirst(bytes, chunk.body() + header, chunk.body() + chunk.length());
        WebpPreamble.requireBounded(bits, size.width(), size.height());
    }

    private static byte[] still(byte[] bytes, Chunk image, @Nullable Chunk alpha) throws BadImageException {
        Excerpt picture = new Excerpt(bytes);
        if (alpha == null) {
            return image.addTo(picture.insert(riff(0, image.size()))).bytes();
        }
        ImageHeader size = size(bytes, image);
        byte[] head = riff(EXTENDED, image.size() + alpha.size());
        ByteBuffer extended =
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).position(RIFF_HEADER);
        extended.putInt(VP8X).putInt(EXTENDED - CHUNK_HEADER).putInt(ALPHA_FLAG);
        put24(extended, size.width() - 1);
        put24(extended, size.height() - 1);
        return image.addTo(alpha.addTo(picture.insert(head))).bytes();
    }

    /**
     * A container's header.
     *
     * @param room bytes to leave in the array after it
     * @param chunks bytes that will follow the array
     */
    private static byte[] riff(int room, int chunks) {
        return ByteBuffer.allocate(RIFF_HEADER + room)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(fourCc("RIFF"))
                .putInt(4 + room + chunks)
                .putInt(fourCc("WEBP"))
                .array();
    }

    private static void put24(ByteBuffer buffer, int value) {
        buffer.putShort((short) value).put((byte) (value >> 16));
    }

    private static Orientation exif(byte[] bytes, Chunk chunk) {
        // Some writers put JPEG's prefix before the TIFF header.
        boolean prefixed = chunk.length() > 6 && bytes[chunk.body()] == 'E';
        return Orientation.ofExif(bytes, chunk.body() + (prefixed ? 6 : 0), chunk.body() + chunk.length());
    }

    /** Reads a chunk's header and leaves the cursor at its body, which need not be complete. */
    private static Chunk next(Cursor cursor) throws BadImageException {
        int type = cursor.i32LittleEndian();
        int length = cursor.i32LittleEndian();
        if (length < 0 || length > Integer.MAX_VALUE - CHUNK_HEADER - 1) {
            throw new BadImageException(
                    DeadLetterReason.TRUNCATED,
                    "expected a chunk of " + Integer.toUnsignedLong(length) + " bytes at offset " + cursor.position());
        }
        return new Chunk(type, cursor.position(), length);
    }

    /** Moves from a chunk's body to the next chunk, which for a frame of an animation is the first one inside. */
    private static void skip(Cursor cursor, Chunk chunk) throws BadImageException {
        if (chunk.type() == ANMF) {
            cursor.skip(FRAME_HEADER);
            return;
        }
        cursor.skip(chunk.length());
        cursor.skip(Math.min(chunk.length() & 1, cursor.remaining()));
    }

    private static ImageHeader size(byte[] bytes, Chunk image) throws BadImageException {
        Cursor cursor = new Cursor(bytes, image.body());
        boolean lossy = image.type() == VP8;
        if (lossy) {
            cursor.skip(3);
        }
        if ((lossy ? cursor.u24LittleEndian() : cursor.u8()) != (lossy ? LOSSY_START : LOSSLESS_START)) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a WebP bitstream's start code at offset " + image.body() + ", found another");
        }
        int packed = cursor.i32LittleEndian();
        // The lossy sizes are 14 of 16 bits each; the lossless ones are 14 bits each, less one.
        int width = packed & 0x3fff;
        int height = packed >>> (lossy ? 16 : 14) & 0x3fff;
        return lossy
                ? new ImageHeader(Format.WEBP.contentType, width, height)
                : new ImageHeader(Format.WEBP.contentType, width + 1, height + 1);
    }

    private static int fourCc(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }
}
