/** Placeholder. */
@NullMarked
package io.slipstream.trainer;

import org.jspecify.annotations.NullMarked;
