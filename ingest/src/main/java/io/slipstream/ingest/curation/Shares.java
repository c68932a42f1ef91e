package io.slipstream.ingest.curation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The {@link ShareWindow} of a partition, kept in a store: one entry per source and slot. Not thread-safe. */
final class Shares {

    private final KeyValueStore<Bytes, byte[]> store;
    private final ShareWindow window;
    private final boolean isOn;

    Shares(KeyValueStore<Bytes, byte[]> store, Balance balance) {
        this.store = store;
        this.window = new ShareWindow(balance);
        this.isOn = balance.isOn();
        if (isOn) {
            try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
                entries.forEachRemaining(entry -> window.restore(count(entry)));
            }
        }
    }

    /** Whether one more image of a source may pass. */
    boolean hasRoom(String source, long now) {
        return !isOn || window.hasRoom(source, now);
    }

    /** Counts a forwarded image. */
    void add(String source, long now) {
        if (isOn) {
            ShareWindow.Count count = window.add(source, now);
            store.put(
                    key(count),
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(count.slot())
                            .putLong(count.images())
                            .array());
        }
    }

    /** Forgets what lies before the window. */
    void sweep() {
        List<Bytes> past = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                if (count(entry).slot() < window.oldest()) {
                    past.add(entry.key);
                }
            });
        }
        past.forEach(store::delete);
    }

    /** The places of past slots are used again, so a source has no more entries than the window has slots. */
    private static Bytes key(ShareWindow.Count count) {
        byte[] name = count.source().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 1)
                .put(name)
                .put((byte) Math.floorMod(count.slot(), ShareWindow.SLOTS))
                .array());
    }

    private static ShareWindow.Count count(KeyValue<Bytes, byte[]> entry) {
        byte[] key = entry.key.get();
        ByteBuffer value = ByteBuffer.wrap(entry.value);
        String source = new String(key, 0, key.length - 1, StandardCharsets.UTF_8);
        return new ShareWindow.Count(source, value.getLong(), value.getLong());
    }
}
