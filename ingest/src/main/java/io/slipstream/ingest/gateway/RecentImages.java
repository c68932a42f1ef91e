package io.slipstream.ingest.gateway;

import io.slipstream.client.Receipt;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The images sent of late, by source and content, so that a request that is repeated does not send them again. Bounded in
 * number and time, and gone with the process: curation is what guarantees that an image goes on once. Thread-safe.
 */
final class RecentImages {

    private record Key(String source, String id) {}

    private record Entry(CompletableFuture<Receipt> sending, long since) {}

    private final long windowNanos;
    private final int most;
    private final LongSupplier nanos;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    RecentImages(DuplicatesConfig config, LongSupplier nanos) {
        this.windowNanos = config.window().toNanos();
        this.most = config.entries();
        this.nanos = nanos;
    }

    /** The sending of the same image that is under way or done; null if there is none, and then {@code sending} is it. */
    synchronized @Nullable CompletableFuture<Receipt> putIfAbsent(
            String source, String id, CompletableFuture<Receipt> sending) {
        long now = nanos.getAsLong();
        forgetOlderThan(now);
        Entry earlier = entries.putIfAbsent(new Key(source, id), new Entry(sending, now));
        if (earlier != null) {
            return earlier.sending();
        }
        if (entries.size() > most) {
            Iterator<Key> oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return null;
    }

    /** Forgets a sending that came to nothing. */
    synchronized void forget(String source, String id) {
        entries.remove(new Key(source, id));
    }

    private void forgetOlderThan(long now) {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext() && now - oldest.next().since() >= windowNanos) {
            oldest.remove();
        }
    }
}
