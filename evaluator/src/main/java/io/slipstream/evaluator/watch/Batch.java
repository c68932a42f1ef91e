package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.row.PendingImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Images that wait to be embedded together. They are in a store as well, so that those whose offsets were committed are still
 * there after a crash; its cache keeps most of them from ever reaching the broker. Not thread-safe.
 */
final class Batch {

    private static final int NUMBER_BYTES = Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final List<Bytes> keys = new ArrayList<>();
    private final List<PendingImage> images = new ArrayList<>();
    private long next;

    Batch(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> left = store.all()) {
            while (left.hasNext()) {
                KeyValue<Bytes, byte[]> entry = left.next();
                keys.add(entry.key);
                images.add(PendingImage.read(entry.value));
                next = ByteBuffer.wrap(entry.key.get()).getLong() + 1;
            }
        }
    }

    void add(PendingImage image) {
        Bytes key = Bytes.wrap(ByteBuffer.allocate(NUMBER_BYTES).putLong(next++).array());
        store.put(key, image.stored());
        keys.add(key);
        images.add(image);
    }

    int size() {
        return images.size();
    }

    /** All of them, in the order in which they came; then there are none. */
    List<PendingImage> take() {
        keys.forEach(store::delete);
        List<PendingImage> taken = List.copyOf(images);
        keys.clear();
        images.clear();
        return taken;
    }
}
