package io.slipstream.schemas.blob;

import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes under their hash. What is put there is never changed, so every blob is whole or not there at all. Thread-safe.
 *
 * <p>Blobs are not deleted here: a directory or bucket needs a rule of its own that keeps them for as long as the topics
 * keep their records.
 */
public interface BlobStore extends AutoCloseable {

    /** What {@link #open} takes, in words. */
    String FORM = "a directory, as a path or file: URI, or s3://BUCKET/PREFIX";

    /**
     * Checks what a configuration says.
     *
     * @throws IllegalArgumentException {@code "key: what is allowed"}, if it is neither a directory nor a bucket
     */
    static void requireForm(String key, URI root) {
        String scheme = root.getScheme();
        if (scheme != null && !scheme.equals("file") && !scheme.equals("s3")) {
            throw new IllegalArgumentException(key + ": " + FORM);
        }
    }

    /**
     * Opens a store.
     *
     * @param root a directory, as a path or {@code file:} URI, which is created when the first blob is put; or
     *     {@code s3://BUCKET/PREFIX}, for which Amazon's SDK has to be on the class path
     * @throws IllegalArgumentException if it is neither
     * @throws IOException if S3 cannot be reached from here, because no region is known or the SDK is missing
     */
    static BlobStore open(URI root, S3Config s3) throws IOException {
        if (root.getScheme() == null) {
            return new FileBlobStore(Path.of(root.getPath()));
        }
        return switch (root.getScheme()) {
            case "file" -> new FileBlobStore(Path.of(root));
            case "s3" -> bucket(root, s3);
            default -> throw new IllegalArgumentException("expected " + FORM + ", found " + root);
        };
    }

    private static BlobStore bucket(URI root, S3Config s3) throws IOException {
        try {
            return S3BlobStore.open(root, s3);
        } catch (NoClassDefFoundError missing) {
            throw new IOException(
                    "expected software.amazon.awssdk:s3 and url-connection-client on the class path for " + root
                            + ", found no " + missing.getMessage(),
                    missing);
        }
    }

    /**
     * Puts bytes; safe on return. Putting the same bytes again changes nothing.
     *
     * @param sha256 of the bytes
     * @throws IOException if the store cannot take them now
     */
    BlobReference put(byte[] bytes, String sha256) throws IOException;

    /** Whether a reference leads into this store. */
    boolean contains(BlobReference reference);

    /**
     * The bytes a reference leads to, unchecked; at most one more than it says. Absent if there are none.
     *
     * @throws IOException if the store cannot tell now
     */
    Optional<byte[]> read(BlobReference reference) throws IOException;

    @Override
    void close();
}
