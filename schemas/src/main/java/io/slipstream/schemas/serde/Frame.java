package io.slipstream.schemas.serde;

import io.slipstream.schemas.record.DeadLetterReason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Confluent's wire format: one zero byte, the schema id as 4 bytes big-endian, the content.
 *
 * <p>Source: Confluent Schema Registry documentation, "Wire format".
 */
final class Frame {

    static final int HEADER = 5;
    private static final byte MAGIC = 0;

    private Frame() {}

    /** Writes a frame's content; called twice, and must write the same bytes both times. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A frame of exactly the size of its content, which is first counted and then written in place. */
    static byte[] of(int schemaId, Content content) {
        try {
            CountingStream counter = new CountingStream();
            content.writeTo(counter);
            ByteBuffer frame = ByteBuffer.allocate(Math.addExact(HEADER, counter.count));
            frame.put(MAGIC).putInt(schemaId);
            content.writeTo(new BufferStream(frame));
            return frame.array();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    /**
     * The schema id of a frame.
     *
     * @throws BadRecordException with the reason BAD_FRAME, if the bytes are not a frame
     */
    static int schemaId(String topic, byte[] frame) {
        if (frame.length < HEADER || frame[0] != MAGIC) {
            String found = frame.length < HEADER ? frame.length + " bytes" : "the first byte " + frame[0];
            throw new BadRecordException(
                    DeadLetterReason.BAD_FRAME,
                    topic + ": expected Confluent's wire format (a zero byte and a schema id), found " + found,
                    null);
        }
        return ByteBuffer.wrap(frame).getInt(1);
    }

    private static final class CountingStream extends OutputStream {
        private int count;

        @Override
        public void write(int b) {
            count = Math.addExact(count, 1);
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            count = Math.addExact(count, length);
        }
    }

    private static final class BufferStream extends OutputStream {
        private final ByteBuffer buffer;

        BufferStream(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int b) {
            buffer.put((byte) b);
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            buffer.put(b, offset, length);
        }
    }
}
