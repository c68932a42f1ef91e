package io.slipstream.ingest.cursor;

import io.slipstream.schemas.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The first 128 bits of a position's SHA-256: two positions that are not the same never share one in practice.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
record Fingerprint(long high, long low) {

    private static final int HALF = 16;

    static Fingerprint of(String position) {
        return parse(Sha256.of(position.getBytes(StandardCharsets.UTF_8)).substring(0, 2 * HALF));
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is not 32 hexadecimal digits
     */
    static Fingerprint parse(String text) {
        if (text.length() != 2 * HALF) {
            throw new IllegalArgumentException(
                    "expected " + 2 * HALF + " hexadecimal digits, found " + text.length() + " characters");
        }
        return new Fingerprint(
                HexFormat.fromHexDigitsToLong(text, 0, HALF), HexFormat.fromHexDigitsToLong(text, HALF, 2 * HALF));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
