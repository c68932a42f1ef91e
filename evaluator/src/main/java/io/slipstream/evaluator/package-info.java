/**
 * The evaluator service: follows published encoder snapshots, probes each one on a labelled set and publishes its scores.
 *
 * <p>Start at {@link io.slipstream.evaluator.EvaluateCommand}, the composition root. The parts: {@code metric} (pure
 * functions of embeddings), {@code probe} (the labelled images), {@code encoder} (an artifact, loaded and run by DJL) and
 * {@code follow} (from the snapshot topic to the score topic).
 *
 * <p>May use {@code io.slipstream.schemas}, and no other module of Slipstream.
 */
@NullMarked
package io.slipstream.evaluator;

import org.jspecify.annotations.NullMarked;
