package io.slipstream.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bits into bytes, the lowest bit of a byte first. */
final class BitWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int count;

    /** Appends the lowest {@code bits} of a value. */
    BitWriter put(int value, int bits) {
        for (int i = 0; i < bits; i++) {
            pending |= (value >>> i & 1) << count;
            count++;
            if (count == 8) {
                bytes.write(pending);
                pending = 0;
                count = 0;
            }
        }
        return this;
    }

    /** All bits, the last byte filled up with zeros. */
    byte[] bytes() {
        byte[] whole = bytes.toByteArray();
        if (count == 0) {
            return whole;
        }
        byte[] padded = Arrays.copyOf(whole, whole.length + 1);
        padded[whole.length] = (byte) pending;
        return padded;
    }
}
