/** Placeholder. */
@NullMarked
package io.slipstream.evaluator;

import org.jspecify.annotations.NullMarked;
