/**
 * Replay buffers: which images of the past a training step sees again.
 *
 * <p>Start with {@link io.slipstream.trainer.replay.ReplayBuffer}; {@link io.slipstream.trainer.replay.ReplayConfig} makes
 * them. Uses {@code random} and {@code pixels} only.
 */
@NullMarked
package io.slipstream.trainer.replay;

import org.jspecify.annotations.NullMarked;
