package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** Bits of a part of a file, the lowest bit of a byte first; reading past the end refuses the image as truncated. */
final class LowBitsFirst {

    private final byte[] bytes;
    private final long end;
    private long position;

    /** @param to before which byte the bits end */
    LowBitsFirst(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = 8L * from;
        this.end = 8L * Math.min(to, bytes.length);
    }

    int bit() throws BadImageException {
        if (position >= end) {
            throw new BadImageException(
                    DeadLetterReason.TRUNCATED, "expected more bits at offset " + position / 8 + ", found the end");
        }
        int bit = (bytes[(int) (position >> 3)] >> (position & 7)) & 1;
        position++;
        return bit;
    }

    /** A number of up to 31 bits. */
    int bits(int count) throws BadImageException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= bit() << i;
        }
        return value;
    }
}
