/**
 * The hash that names things: images, artifacts and configurations, the same wherever one is compared with another.
 *
 * <p>Start with {@link io.slipstream.schemas.hash.Sha256}. Uses the JDK only.
 */
@NullMarked
package io.slipstream.schemas.hash;

import org.jspecify.annotations.NullMarked;
