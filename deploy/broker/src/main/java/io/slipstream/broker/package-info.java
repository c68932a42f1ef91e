/** Placeholder. */
@NullMarked
package io.slipstream.broker;

import org.jspecify.annotations.NullMarked;
