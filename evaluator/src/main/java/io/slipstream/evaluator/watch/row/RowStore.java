package io.slipstream.evaluator.watch.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rows and kept images in a key-value store, ordered by stream, kind and number. A row is written once and lies in its
 * place until it is deleted: a window that becomes the previous one is not copied. Not thread-safe.
 */
public final class RowStore {

    private static final byte WINDOW = 'w';
    private static final byte ANCHOR = 'a';
    private static final byte RESERVOIR = 'r';
    private static final byte CANONICAL = 'c';
    private static final byte IMAGE = 'i';

    private final KeyValueStore<Bytes, byte[]> store;

    /** Rows of a store that holds nothing else. */
    public RowStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Adds a row to the windows of a stream. */
    public void putWindow(String stream, long number, Row row) {
        store.put(key(stream, WINDOW, number), Wire.bytes(row));
    }

    /** Rows of the windows of a stream, from a number up to, not including, another. */
    public List<Row> window(String stream, long from, long to) {
        return range(stream, WINDOW, from, to, Wire::row);
    }

    /** Deletes rows of the windows. */
    public void deleteWindow(String stream, long from, long to) {
        delete(stream, WINDOW, from, to);
    }

    /** Adds a row to the anchor of a stream. */
    public void putAnchor(String stream, long number, Row row) {
        store.put(key(stream, ANCHOR, number), Wire.bytes(row));
    }

    /** The anchor of a stream. */
    public List<Row> anchor(String stream, int size) {
        return range(stream, ANCHOR, 0, size, Wire::row);
    }

    /** Puts a row into the reservoir of a stream. */
    public void putReservoir(String stream, long slot, Row row) {
        store.put(key(stream, RESERVOIR, slot), Wire.bytes(row));
    }

    /** The reservoir of a stream. */
    public List<Row> reservoir(String stream, long slots) {
        return range(stream, RESERVOIR, 0, slots, Wire::row);
    }

    /** Puts a canonical image of a stream, or another state of one. */
    public void putCanonical(String stream, CanonicalRow image) {
        store.put(key(stream, image), Wire.bytes(image));
    }

    /** Whether a canonical image of a stream is there, in whatever state. */
    public boolean hasCanonical(String stream, CanonicalRow image) {
        return store.get(key(stream, image)) != null;
    }

    /** The canonical images of a stream, by source and index. */
    public List<CanonicalRow> canonical(String stream) {
        List<CanonicalRow> images = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = all(stream, CANONICAL)) {
            entries.forEachRemaining(entry -> images.add(Wire.canonicalRow(entry.value)));
        }
        return images;
    }

    /** Keeps the pixels of a canonical image. */
    public void putImage(String stream, int index, KeptImage image) {
        store.put(key(stream, IMAGE, index), image.stored());
    }

    /** The pixels of a canonical image. */
    public KeptImage image(String stream, int index) {
        byte @Nullable [] stored = store.get(key(stream, IMAGE, index));
        if (stored == null) {
            throw new IllegalStateException(
                    stream + ": expected the pixels of canonical image " + index + ", found none");
        }
        return KeptImage.read(stored);
    }

    /** Deletes everything of a stream. */
    public void deleteAll(String stream) {
        for (byte kind : new byte[] {WINDOW, ANCHOR, RESERVOIR, CANONICAL, IMAGE}) {
            List<Bytes> keys = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> entries = all(stream, kind)) {
                entries.forEachRemaining(entry -> keys.add(entry.key));
            }
            keys.forEach(store::delete);
        }
    }

    private KeyValueIterator<Bytes, byte[]> all(String stream, byte kind) {
        byte[] prefix = prefix(stream);
        byte[] first =
                ByteBuffer.allocate(prefix.length + 1).put(prefix).put(kind).array();
        byte[] last = ByteBuffer.allocate(prefix.length + 1)
                .put(prefix)
                .put((byte) (kind + 1))
                .array();
        return store.range(Bytes.wrap(first), Bytes.wrap(last));
    }

    private void delete(String stream, byte kind, long from, long to) {
        for (long number = from; number < to; number++) {
            store.delete(key(stream, kind, number));
        }
    }

    private <T> List<T> range(String stream, byte kind, long from, long to, Function<byte[], T> read) {
        List<T> found = new ArrayList<>();
        if (from >= to) {
            return found;
        }
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(key(stream, kind, from), key(stream, kind, to - 1))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                found.add(read.apply(entry.value));
            }
        }
        if (found.size() != to - from) {
            throw new IllegalStateException(stream + ": expected rows " + from + " to " + (to - 1) + " of kind "
                    + (char) kind + ", found " + found.size());
        }
        return found;
    }

    /** Numbers are not negative, so that their bytes have their order; no source key holds a zero. */
    private static Bytes key(String stream, byte kind, long number) {
        byte[] prefix = prefix(stream);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 1 + Long.BYTES)
                .put(prefix)
                .put(kind)
                .putLong(number)
                .array());
    }

    private static Bytes key(String stream, CanonicalRow image) {
        byte[] prefix = prefix(stream);
        byte[] source = prefix(image.row().source());
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 1 + source.length + Integer.BYTES)
                .put(prefix)
                .put(CANONICAL)
                .put(source)
                .putInt(image.index())
                .array());
    }

    private static byte[] prefix(String stream) {
        byte[] name = stream.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 1).put(name).put((byte) 0).array();
    }
}
