package io.slipstream.ingest.curation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the store of remembered images: the source, a zero byte, which no source key has, what the entry is, and the
 * rest. So all entries of a source lie together, and those of one kind in order.
 */
final class ImageKey {

    private static final byte BY_ID = 'i';
    private static final byte BY_NUMBER = 'n';
    private static final byte BY_LOOK = 'p';

    private ImageKey() {}

    /** Of an image by its bytes. */
    static Bytes byId(String source, byte[] id) {
        return key(source, BY_ID, id);
    }

    /** Of an image by its number in the source. */
    static Bytes byNumber(String source, long number) {
        return key(
                source,
                BY_NUMBER,
                ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** Of a place in the ring of looks. */
    static Bytes byLook(String source, int place) {
        return key(
                source,
                BY_LOOK,
                ByteBuffer.allocate(Integer.BYTES).putInt(place).array());
    }

    static Bytes firstLook(String source) {
        return byLook(source, 0);
    }

    static Bytes lastLook(String source) {
        return byLook(source, Integer.MAX_VALUE);
    }

    /** Before every entry of a source. */
    static Bytes first(String source) {
        return key(source, (byte) 0, new byte[0]);
    }

    /** After every entry of a source. */
    static Bytes last(String source) {
        return key(source, Byte.MAX_VALUE, new byte[0]);
    }

    private static Bytes key(String source, byte kind, byte[] rest) {
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 2 + rest.length)
                .put(name)
                .put((byte) 0)
                .put(kind)
                .put(rest)
                .array());
    }
}
