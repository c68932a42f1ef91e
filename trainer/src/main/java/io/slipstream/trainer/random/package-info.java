/**
 * Counter-based random streams: what is drawn depends on (seed, purpose, position) alone, never on what was drawn before.
 *
 * <p>Start with {@link io.slipstream.trainer.random.RandomStream}. Uses the JDK only.
 */
@NullMarked
package io.slipstream.trainer.random;

import org.jspecify.annotations.NullMarked;
