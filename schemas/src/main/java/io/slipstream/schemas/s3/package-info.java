/**
 * S3 and what speaks its protocol: how to reach it, and where things lie in it.
 *
 * <p>Start with {@link io.slipstream.schemas.s3.S3Config}. {@link io.slipstream.schemas.s3.S3Connection} needs Amazon's
 * SDK on the class path, which the services bring; everything else does not. Uses the configuration types only.
 */
@NullMarked
package io.slipstream.schemas.s3;

import org.jspecify.annotations.NullMarked;
