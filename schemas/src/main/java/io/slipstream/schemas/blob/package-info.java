/**
 * Claim check: the bytes of large images lie in a store under their hash, and the record carries the reference.
 *
 * <p>Start with {@link io.slipstream.schemas.blob.ClaimCheck}, which puts the bytes away, and
 * {@link io.slipstream.schemas.blob.BlobFetcher}, which brings and checks them. A {@link
 * io.slipstream.schemas.blob.BlobStore} is a directory or a bucket. Uses the records, the configuration types, the hash
 * and the access to S3.
 */
@NullMarked
package io.slipstream.schemas.blob;

import org.jspecify.annotations.NullMarked;
