package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of JPEG and PNG files, one right after another, into its files: by their structure, so that thumbnails
 * and other nested files stay where they are.
 *
 * <p>A file that breaks off ends where the next one starts. What belongs to no file is handed on as well, up to the next
 * place where one starts, so that it is refused with a reason. Sources: ITU-T T.81, annex B; W3C, Portable Network
 * Graphics, section 5. Not thread-safe.
 */
final class FrameSplitter {

    /**
     * One file.
     *
     * @param bytes its bytes, cut off after the cap
     * @param size true number of bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
    record Piece(byte[] bytes, long size) {}

    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MARKER = 0xff;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int TEM = 0x01;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int APP0 = 0xe0;
    private static final int APP15 = 0xef;
    private static final int COM = 0xfe;
    private static final int CRC = 4;
    private static final int IEND = 0x49454e44;

    private final FrameInput in;
    private final int cap;

    /** @param cap as much of each file as is kept, and as much as is handed on at once of what belongs to none */
    FrameSplitter(InputStream in, int cap) {
        this.in = new FrameInput(in, cap);
        this.cap = cap;
    }

    /** The next file; null at the end of the stream. */
    @Nullable
    Piece next() throws IOException {
        if (in.isAt(JPEG)) {
            takeJpeg();
        } else if (in.isAt(PNG)) {
            takePng();
        } else {
            takeRubbish();
        }
        return in.taken() == 0 ? null : new Piece(in.bytes(), in.release());
    }

    private void takeJpeg() throws IOException {
        in.take(2);
        while (in.peek(0) == MARKER) {
            int code = in.peek(1);
            if (code == SOI) {
                return;
            }
            in.take(code == MARKER ? 1 : 2);
            if (code == EOI || (code != MARKER && !isAlone(code) && !takeSegment(code))) {
                return;
            }
            if (code == SOS) {
                takeEntropyCodedData();
            }
        }
    }

    private static boolean isAlone(int code) {
        return code == TEM || isRestart(code);
    }

    private static boolean isRestart(int code) {
        return code >= RST0 && code <= RST7;
    }

    /** Takes a segment's length and content; false if there is no such length, or another file starts in it. */
    private boolean takeSegment(int code) throws IOException {
        int length = (in.peek(0) << 8) | in.peek(1);
        if (length < 2) {
            return false;
        }
        if (mayHoldAFile(code)) {
            return in.take(length);
        }
        for (int i = 0; i < length; i++) {
            if (in.isAt(JPEG) || !in.take(1)) {
                return false;
            }
        }
        return true;
    }

    /** Application data and comments: a thumbnail is a whole file. */
    private static boolean mayHoldAFile(int code) {
        return (code >= APP0 && code <= APP15) || code == COM;
    }

    /** Takes everything up to a marker that is neither a stuffed zero nor a restart. */
    private void takeEntropyCodedData() throws IOException {
        while (in.takeUpTo(MARKER)) {
            int code = in.peek(1);
            if (code == 0 || isRestart(code)) {
                in.take(2);
            } else if (code == MARKER) {
                in.take(1);
            } else {
                return;
            }
        }
    }

    private void takePng() throws IOException {
        in.take(PNG.length);
        while (in.peek(7) >= 0) {
            long length = in.peekInt(0) & 0xffff_ffffL;
            int type = in.peekInt(4);
            if (length > cap || !isChunkType(type)) {
                return;
            }
            in.take(8 + (int) length + CRC);
            if (type == IEND) {
                return;
            }
        }
    }

    /** Four letters of ASCII. */
    private static boolean isChunkType(int type) {
        for (int shift = 0; shift < 32; shift += 8) {
            int letter = ((type >> shift) & 0xff) | 0x20;
            if (letter < 'a' || letter > 'z') {
                return false;
            }
        }
        return true;
    }

    private void takeRubbish() throws IOException {
        do {
            in.take(1);
            in.takeUnless(cap, JPEG[0] & 0xff, PNG[0] & 0xff);
        } while (in.taken() < cap && in.peek(0) >= 0 && !in.isAt(JPEG) && !in.isAt(PNG));
    }
}
