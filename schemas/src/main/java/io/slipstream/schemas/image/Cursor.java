package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** A position in an encoded image; reading or skipping past the end refuses the image as truncated. */
final class Cursor {

    private final byte[] bytes;
    private final int end;
    private int position;

    Cursor(byte[] bytes, int position) {
        this(bytes, position, bytes.length);
    }

    /** @param end where a part of the image ends */
    Cursor(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    int u8() throws BadImageException {
        require(1);
        return bytes[position++] & 0xff;
    }

    int u16() throws BadImageException {
        return u8() << 8 | u8();
    }

    int u16LittleEndian() throws BadImageException {
        return u8() | u8() << 8;
    }

    int u24LittleEndian() throws BadImageException {
        return u16LittleEndian() | u8() << 16;
    }

    int i32() throws BadImageException {
        return u16() << 16 | u16();
    }

    int i32LittleEndian() throws BadImageException {
        return u16LittleEndian() | u16LittleEndian() << 16;
    }

    void skip(long count) throws BadImageException {
        require(count);
        position += (int) count;
    }

    /** Moves to the next byte of this value, which becomes the current one. */
    void skipTo(int value) throws BadImageException {
        while (position < end && (bytes[position] & 0xff) != value) {
            position++;
        }
        require(1);
    }

    /** Refuses the image if fewer bytes than this follow. */
    void require(long count) throws BadImageException {
        if (count > end - position) {
            throw new BadImageException(
                    DeadLetterReason.TRUNCATED,
                    "expected " + count + " more bytes at offset " + position + ", found " + (end - position));
        }
    }
}
