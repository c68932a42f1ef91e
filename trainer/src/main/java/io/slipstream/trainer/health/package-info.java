/**
 * Whether learning is well: what is measured on a batch beside its loss, and the verdict in plain words.
 *
 * <p>Start with {@link io.slipstream.trainer.health.Health}. Uses {@code engine} for the measurement; the verdict is a pure
 * function.
 */
@NullMarked
package io.slipstream.trainer.health;

import org.jspecify.annotations.NullMarked;
