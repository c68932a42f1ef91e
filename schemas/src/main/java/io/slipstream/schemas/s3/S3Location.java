package io.slipstream.schemas.s3;

import java.net.URI;

/**
 * A bucket and what its keys start with.
 *
 * @param bucket name of the bucket
 * @param prefix start of keys, without a leading slash; may be empty
 */
public record S3Location(String bucket, String prefix) {

    /** What {@link #parse} reads, in words. */
    public static final String FORM = "s3://BUCKET or s3://BUCKET/PREFIX";

    /**
     * Reads {@code s3://BUCKET/PREFIX}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static S3Location parse(URI uri) {
        String bucket = uri.getRawAuthority();
        if (!"s3".equals(uri.getScheme()) || bucket == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("expected " + FORM + ", found " + uri);
        }
        String path = uri.getPath();
        return new S3Location(bucket, path.isEmpty() ? "" : path.substring(1));
    }

    /** The location under this one, with a slash between. */
    public S3Location resolve(String name) {
        return new S3Location(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix + name : prefix + "/" + name);
    }

    /** Whether a location lies under this one. */
    public boolean contains(S3Location other) {
        return bucket.equals(other.bucket)
                && other.prefix.startsWith(resolve("").prefix());
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
