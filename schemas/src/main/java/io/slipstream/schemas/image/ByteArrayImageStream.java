package io.slipstream.schemas.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An encoded image in memory as {@code javax.imageio} reads it: no cache, no copy, no registry. A reader that asks for
 * more after the end again and again, taking zeros for an answer, is stopped.
 */
final class ByteArrayImageStream extends ImageInputStreamImpl {

    /** Readers look ahead a little, and ask for one byte at a time. */
    private static final int MOST_READS_AT_END = 1024;

    private final byte[] bytes;
    private int readsAtEnd;

    ByteArrayImageStream(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : end();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        if (count <= 0) {
            return end();
        }
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    private int end() throws IOException {
        readsAtEnd++;
        if (readsAtEnd > MOST_READS_AT_END) {
            throw new IIOException("more data than there is was asked for", new EOFException());
        }
        return -1;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
