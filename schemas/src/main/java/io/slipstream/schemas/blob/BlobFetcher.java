package io.slipstream.schemas.blob;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Brings the bytes of samples that carry a reference, and checks them: size and SHA-256.
 *
 * <p>A bounded number of fetches run at a time, the others wait; what was fetched last is kept, up to a number of bytes.
 * References that lead out of the store are refused, so nobody who can write to a topic makes a service read its files.
 * Thread-safe.
 */
public final class BlobFetcher implements AutoCloseable {

    private final BlobStore store;
    private final ByteSize largest;
    private final BlobCache cache;
    private final Semaphore fetches;

    /**
     * Takes a store, and closes it in the end.
     *
     * @param largest largest blob that is fetched
     * @param cache bytes kept for the next time
     * @param concurrency fetches at a time
     */
    public BlobFetcher(BlobStore store, ByteSize largest, ByteSize cache, int concurrency) {
        this.store = store;
        this.largest = largest;
        this.cache = new BlobCache(cache.bytes());
        this.fetches = new Semaphore(concurrency);
    }

    /**
     * Opens the store of a configuration.
     *
     * @param largest largest blob that is fetched
     * @throws IOException as {@link BlobStore#open}
     */
    public static BlobFetcher open(BlobFetcherConfig config, ByteSize largest) throws IOException {
        return new BlobFetcher(BlobStore.open(config.store(), config.s3()), largest, config.cache(), config.fetches());
    }

    /**
     * The encoded image of a sample, whether it carries the bytes or a reference.
     *
     * @throws RefusedBlobException as {@link #fetch}, and if the reference is to other bytes than the sample's id
     * @throws IOException as {@link #fetch}
     */
    public ByteBuffer bytesOf(ImageSample sample) throws RefusedBlobException, IOException, InterruptedException {
        ByteBuffer bytes = sample.getBytes();
        if (bytes != null) {
            return bytes.duplicate();
        }
        BlobReference reference = sample.getReference();
        if (reference == null) {
            throw new RefusedBlobException(
                    DeadLetterReason.UNREADABLE, "expected image bytes or a reference to them, found neither");
        }
        if (!reference.getSha256().equals(sample.getId())) {
            throw new RefusedBlobException(
                    DeadLetterReason.HASH_MISMATCH,
                    "expected a reference to bytes with SHA-256 " + sample.getId() + ", found one to "
                            + reference.getSha256());
        }
        return ByteBuffer.wrap(fetch(reference)).asReadOnlyBuffer();
    }

    /**
     * The bytes a reference promises. They may be shared with other callers and must not be changed.
     *
     * @throws RefusedBlobException if they are missing, altered, too large or elsewhere: the record is to blame
     * @throws IOException if the store cannot tell now: worth a retry, the record is not to blame
     */
    public byte[] fetch(BlobReference reference) throws RefusedBlobException, IOException, InterruptedException {
        check(reference);
        Optional<byte[]> kept = cache.get(reference.getSha256());
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] bytes = bring(reference);
        requireSame(reference, bytes);
        cache.put(reference.getSha256(), bytes);
        return bytes;
    }

    private void check(BlobReference reference) throws RefusedBlobException {
        if (!BlobName.isHash(reference.getSha256()) || reference.getSize() <= 0) {
            throw new RefusedBlobException(
                    DeadLetterReason.BAD_RECORD,
                    "expected a reference with a SHA-256 and a size above 0, found one of " + reference.getSize()
                            + " bytes");
        }
        if (reference.getSize() > largest.bytes()) {
            throw new RefusedBlobException(
                    DeadLetterReason.TOO_MANY_BYTES,
                    "expected at most " + largest + ", found a reference to " + reference.getSize() + " bytes");
        }
        if (!store.contains(reference)) {
            throw new RefusedBlobException(
                    DeadLetterReason.BLOB_MISSING,
                    "expected a reference into the store of this service, found " + reference.getUri());
        }
    }

    private byte[] bring(BlobReference reference) throws RefusedBlobException, IOException, InterruptedException {
        fetches.acquire();
        try {
            return store.read(reference)
                    .orElseThrow(() -> new RefusedBlobException(
                            DeadLetterReason.BLOB_MISSING, "expected bytes at " + reference.getUri() + ", found none"));
        } finally {
            fetches.release();
        }
    }

    private static void requireSame(BlobReference reference, byte[] bytes) throws RefusedBlobException {
        if (bytes.length != reference.getSize()) {
            throw new RefusedBlobException(
                    DeadLetterReason.HASH_MISMATCH,
                    "expected " + reference.getSize() + " bytes at " + reference.getUri() + ", found "
                            + (bytes.length > reference.getSize() ? "more" : bytes.length));
        }
        String found = Sha256.of(bytes);
        if (!found.equals(reference.getSha256())) {
            throw new RefusedBlobException(
                    DeadLetterReason.HASH_MISMATCH,
                    "expected bytes with SHA-256 " + reference.getSha256() + " at " + reference.getUri() + ", found "
                            + found);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
