/** Placeholder. */
@NullMarked
package io.slipstream.deploy;

import org.jspecify.annotations.NullMarked;
