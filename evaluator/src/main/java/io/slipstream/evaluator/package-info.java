/**
 * The evaluator service: follows published encoder snapshots, scores each one on labelled sets, reports on it without
 * labels, and publishes both.
 *
 * <p>Start at {@link io.slipstream.evaluator.EvaluateCommand}, the composition root. The parts: {@code metric}, {@code
 * shift} and {@code drift} (pure functions of embeddings), {@code probe} and {@code canonical} (the labelled images, and
 * those without labels), {@code encoder} (an artifact, loaded and run by DJL), {@code topic} (how topics are read), {@code
 * follow} (from the snapshot topic to the assessments), {@code score} and {@code report} (the assessments), and {@code
 * space} (which snapshots share an embedding space). Services of their own are {@code watch}, which says how far the stream
 * has moved, and {@code channel}, which promotes what was evaluated; {@code label} adds labelled images to a topic.
 *
 * <p>May use {@code io.slipstream.schemas}, and no other module of Slipstream.
 */
@NullMarked
package io.slipstream.evaluator;

import org.jspecify.annotations.NullMarked;
