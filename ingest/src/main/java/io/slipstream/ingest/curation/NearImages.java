package io.slipstream.ingest.curation;

import io.slipstream.ingest.curation.measure.PerceptualHash;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The looks of each source's last forwarded images: a ring per source in the store, mirrored in memory because every new
 * image is compared with all of them. Not thread-safe.
 */
final class NearImages {

    /** Looks mirrored at once, over all sources: 32 MB. */
    private static final int MIRRORED = 2_000_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final NearDuplicateWindow window;
    private final Map<String, Ring> mirrors;

    NearImages(KeyValueStore<Bytes, byte[]> store, NearDuplicateWindow window) {
        this.store = store;
        this.window = window;
        this.mirrors = leastRecentlyUsed(Math.max(1, MIRRORED / window.images()));
    }

    boolean isOn() {
        return window.isOn();
    }

    /** Whether the window holds an image that looks like this one. */
    boolean containsLike(String source, long look, long now) {
        return ring(source).containsLike(look, now - window.time().toMillis(), window.distance());
    }

    /** Remembers the look of a source's image of that number. */
    void add(String source, long number, long look, long now) {
        int place = (int) (number % window.images());
        ring(source).set(place, look, now);
        store.put(
                ImageKey.byLook(source, place),
                ByteBuffer.allocate(2 * Long.BYTES).putLong(look).putLong(now).array());
    }

    private Ring ring(String source) {
        return mirrors.computeIfAbsent(source, this::load);
    }

    private Ring load(String source) {
        Ring ring = new Ring(window.images());
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(ImageKey.firstLook(source), ImageKey.lastLook(source))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                byte[] key = entry.key.get();
                int place = ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES);
                ByteBuffer value = ByteBuffer.wrap(entry.value);
                if (place < window.images()) { // a larger window of an earlier configuration had more
                    ring.set(place, value.getLong(), value.getLong());
                }
            }
        }
        return ring;
    }

    private static <V> Map<String, V> leastRecentlyUsed(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Looks and times of one source. */
    private static final class Ring {

        private final long[] looks;
        private final long[] times;
        private int used;

        Ring(int places) {
            looks = new long[places];
            times = new long[places];
        }

        void set(int place, long look, long time) {
            looks[place] = look;
            times[place] = time;
            used = Math.max(used, place + 1);
        }

        boolean containsLike(long look, long since, int distance) {
            for (int i = 0; i < used; i++) {
                if (PerceptualHash.distance(looks[i], look) <= distance && times[i] >= since) {
                    return true;
                }
            }
            return false;
        }
    }
}
