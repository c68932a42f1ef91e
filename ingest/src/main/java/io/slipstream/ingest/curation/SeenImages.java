package io.slipstream.ingest.curation;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The forwarded images of each source by their bytes, as many and as long as the window says.
 *
 * <p>An image has two entries: by id, to be found, and by number, to be forgotten in order. Not thread-safe.
 */
final class SeenImages {

    /** Forgetting two for each new one catches up when the window was made smaller. */
    private static final int FORGOTTEN_PER_IMAGE = 2;

    private static final int ID = 32;

    private final KeyValueStore<Bytes, byte[]> store;
    private final DuplicateWindow window;

    SeenImages(KeyValueStore<Bytes, byte[]> store, DuplicateWindow window) {
        this.store = store;
        this.window = window;
    }

    /** Whether the window holds the image. */
    boolean contains(String source, byte[] id, SourceState state, long now) {
        byte[] entry = store.get(ImageKey.byId(source, id));
        if (entry == null) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(entry);
        return !isOutside(in.getLong(), in.getLong(), state.next(), now);
    }

    /** Remembers image number {@code state.next()}; returns the number of the oldest image that is still remembered. */
    long add(String source, byte[] id, SourceState state, long now) {
        long number = state.next();
        store.put(
                ImageKey.byId(source, id),
                ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(now).array());
        store.put(
                ImageKey.byNumber(source, number),
                ByteBuffer.allocate(ID + Long.BYTES).put(id).putLong(now).array());
        long first = state.first();
        for (int i = 0; i < FORGOTTEN_PER_IMAGE && first < number && forget(source, first, number + 1, now); i++) {
            first++;
        }
        return first;
    }

    /** Forgets an image if it is outside the window; false if it is not. */
    private boolean forget(String source, long number, long next, long now) {
        Bytes key = ImageKey.byNumber(source, number);
        byte[] entry = store.get(key);
        if (entry == null) {
            return true;
        }
        ByteBuffer in = ByteBuffer.wrap(entry);
        byte[] id = new byte[ID];
        in.get(id);
        if (!isOutside(number, in.getLong(), next, now)) {
            return false;
        }
        store.delete(key);
        Bytes byId = ImageKey.byId(source, id);
        byte[] found = store.get(byId);
        // The same bytes may have come again after they fell out of the window, under a new number.
        if (found != null && ByteBuffer.wrap(found).getLong() == number) {
            store.delete(byId);
        }
        return true;
    }

    private boolean isOutside(long number, long time, long next, long now) {
        return number < next - window.images() || time < now - window.time().toMillis();
    }

    /** Whether there is a window at all. */
    boolean isOn() {
        return window.images() > 0;
    }
}
