package io.slipstream.schemas.blob;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The blobs that were asked for last, by hash, up to a number of bytes. Thread-safe. */
final class BlobCache {

    private final long capacity;
    private final Map<String, byte[]> blobs = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param capacity bytes of all blobs together; with 0 nothing is kept */
    BlobCache(long capacity) {
        this.capacity = capacity;
    }

    synchronized Optional<byte[]> get(String sha256) {
        return Optional.ofNullable(blobs.get(sha256));
    }

    synchronized void put(String sha256, byte[] bytes) {
        if (bytes.length <= capacity && blobs.putIfAbsent(sha256, bytes) == null) {
            size += bytes.length;
            Iterator<byte[]> oldest = blobs.values().iterator();
            while (size > capacity) {
                size -= oldest.next().length;
                oldest.remove();
            }
        }
    }

    synchronized long size() {
        return size;
    }
}
