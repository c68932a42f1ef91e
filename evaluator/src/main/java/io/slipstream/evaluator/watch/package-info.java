/**
 * {@code slipstream drift}: a Kafka Streams application that watches the stream of images, exactly once, and says in {@code
 * drift-reports} how far it has moved.
 *
 * <pre>
 *   images ─► read ─► every so many-th: decode, measure ─► embed a batch ─► window of the source ─► drift-reports
 *                                                               │                                       ▲
 *                                                               └─► rows ─► window of all sources ──────┘
 *   model-snapshots, model-channels, drift-anchors ─► which encoders look
 * </pre>
 *
 * Start at {@link io.slipstream.evaluator.watch.DriftTopology} for the data flow, at {@link
 * io.slipstream.evaluator.watch.StreamWatch} for what becomes of a row, at {@link io.slipstream.evaluator.watch.judge.Judge} for
 * what a window is found to be, at {@link io.slipstream.evaluator.watch.DriftCommand} for the service.
 *
 * <p>Uses {@code drift}, {@code shift}, {@code metric}, {@code encoder}, {@code topic} and {@code io.slipstream.schemas}.
 *
 * @see <a href="../../../../../../../../../docs/drift.md">docs/drift.md</a>
 */
@NullMarked
package io.slipstream.evaluator.watch;

import org.jspecify.annotations.NullMarked;
