/** Placeholder. */
@NullMarked
package io.slipstream.schemas;

import org.jspecify.annotations.NullMarked;
