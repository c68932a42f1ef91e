/**
 * Replay buffers: which images of the past a training step sees again.
 *
 * <p>Start with {@link io.slipstream.trainer.replay.ReservoirBuffer}. Uses {@code random} only.
 */
@NullMarked
package io.slipstream.trainer.replay;

import org.jspecify.annotations.NullMarked;
