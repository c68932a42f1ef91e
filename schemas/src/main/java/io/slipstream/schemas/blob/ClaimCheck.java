package io.slipstream.schemas.blob;

import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.ImageSample;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Puts the bytes of large images away and leaves a reference in their samples. Thread-safe.
 *
 * <p>Bytes are safe in the store before anybody can read the reference. Those of a sample that is then not sent stay
 * there; sending it again finds them.
 */
public final class ClaimCheck implements AutoCloseable {

    private final BlobStore store;
    private final long above;

    private ClaimCheck(BlobStore store, long above) {
        this.store = store;
        this.above = above;
    }

    /**
     * Opens the store of a configuration.
     *
     * @throws IOException as {@link BlobStore#open}
     */
    public static ClaimCheck open(ClaimCheckConfig config) throws IOException {
        return new ClaimCheck(
                BlobStore.open(config.store(), config.s3()), config.above().bytes());
    }

    /**
     * The sample itself, or, if its bytes are many, the same with a reference.
     *
     * @throws IOException if the store cannot take the bytes now
     */
    public ImageSample check(ImageSample sample) throws IOException {
        ByteBuffer bytes = sample.getBytes();
        if (bytes == null || bytes.remaining() <= above) {
            return sample;
        }
        BlobReference reference = store.put(array(bytes), sample.getId());
        return ImageSample.newBuilder(sample)
                .setBytes(null)
                .setReference(reference)
                .build();
    }

    private static byte[] array(ByteBuffer bytes) {
        if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.array().length == bytes.remaining()) {
            return bytes.array();
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        store.close();
    }
}
