package io.slipstream.schemas.blob;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;

/** Where readers of a topic find the encoded bytes of samples: in the record or, of large images, in a store. Thread-safe. */
public final class SampleBytes implements AutoCloseable {

    private final Optional<BlobFetcher> store;

    private SampleBytes(Optional<BlobFetcher> store) {
        this.store = store;
    }

    /**
     * As configured; without a store, references are refused.
     *
     * @param largest largest image that is fetched
     * @throws IOException as {@link BlobStore#open}
     */
    public static SampleBytes open(Optional<BlobFetcherConfig> config, ByteSize largest) throws IOException {
        return config.isEmpty() ? inline() : new SampleBytes(Optional.of(BlobFetcher.open(config.get(), largest)));
    }

    /** Bytes in records alone; references are refused. */
    public static SampleBytes inline() {
        return new SampleBytes(Optional.empty());
    }

    /**
     * The encoded image of a sample. The array may be shared, and must not be changed.
     *
     * @throws RefusedBlobException if the bytes will never be had
     * @throws StoreAwayException if the store cannot be read for now
     * @throws InterruptException if the thread is interrupted while it waits
     */
    public byte[] of(ImageSample sample) throws RefusedBlobException {
        ByteBuffer bytes = sample.getBytes();
        return array(bytes == null ? fetched(sample) : bytes);
    }

    private ByteBuffer fetched(ImageSample sample) throws RefusedBlobException {
        if (store.isEmpty()) {
            throw new RefusedBlobException(
                    DeadLetterReason.UNREADABLE,
                    "expected image bytes in the record, found a reference and no claim-check section that names a store");
        }
        try {
            return store.get().bytesOf(sample);
        } catch (IOException e) {
            throw new StoreAwayException("The store of large images cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static byte[] array(ByteBuffer bytes) {
        if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.remaining() == bytes.array().length) {
            return bytes.array();
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        store.ifPresent(BlobFetcher::close);
    }
}
