package io.slipstream.ingest.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that can be looked ahead in, and remembers what was taken from it up to a cap. Not thread-safe. */
final class FrameInput {

    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final int cap;
    private final byte[] buffer = new byte[BUFFER];
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long taken;
    private int position;
    private int limit;

    FrameInput(InputStream in, int cap) {
        this.in = in;
        this.cap = cap;
    }

    /** The byte that comes after {@code distance} others; -1 if the stream ends before. */
    int peek(int distance) throws IOException {
        return fill(distance + 1) ? buffer[position + distance] & 0xff : -1;
    }

    /** Four bytes as a number; the stream must not end before. */
    int peekInt(int distance) throws IOException {
        return (peek(distance) << 24) | (peek(distance + 1) << 16) | (peek(distance + 2) << 8) | peek(distance + 3);
    }

    /** Whether these bytes come next. */
    boolean isAt(byte[] signature) throws IOException {
        for (int i = 0; i < signature.length; i++) {
            if (peek(i) != (signature[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Takes bytes; false if the stream ended before. */
    boolean take(int count) throws IOException {
        int missing = count;
        while (missing > 0 && fill(1)) {
            int some = Math.min(missing, limit - position);
            keep(some);
            missing -= some;
        }
        return missing == 0;
    }

    /** Takes what comes before the next byte of this value; false if there is none. */
    boolean takeUpTo(int value) throws IOException {
        while (fill(1)) {
            int end = position;
            while (end < limit && (buffer[end] & 0xff) != value) {
                end++;
            }
            keep(end - position);
            if (position < limit) {
                return true;
            }
        }
        return false;
    }

    /** Takes what is at hand before the next byte of either value, as long as no more than {@code most} are taken. */
    void takeUnless(int most, int one, int other) {
        int end = position;
        int last = (int) Math.min(limit, position + Math.max(0, most - taken));
        while (end < last && (buffer[end] & 0xff) != one && (buffer[end] & 0xff) != other) {
            end++;
        }
        keep(end - position);
    }

    /** Number of bytes taken since the last {@link #release}. */
    long taken() {
        return taken;
    }

    /** The bytes taken, up to the cap. */
    byte[] bytes() {
        return kept.toByteArray();
    }

    /** Forgets what was taken; returns how much it was. */
    long release() {
        long count = taken;
        kept = new ByteArrayOutputStream();
        taken = 0;
        return count;
    }

    private void keep(int count) {
        kept.write(buffer, position, Math.min(count, cap - kept.size()));
        position += count;
        taken += count;
    }

    /** Whether that many bytes are at hand, after reading as need be. */
    private boolean fill(int count) throws IOException {
        while (limit - position < count) {
            if (position > 0) {
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                limit -= position;
                position = 0;
            }
            int some = in.read(buffer, limit, BUFFER - limit);
            if (some < 0) {
                return false;
            }
            limit += some;
        }
        return true;
    }
}
