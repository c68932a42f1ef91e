/**
 * What a set of embeddings is worth, as pure functions: probes with labels, quality without.
 *
 * <p>With labels: {@link io.slipstream.evaluator.metric.KnnProbe}, {@link io.slipstream.evaluator.metric.LinearProbe} and
 * {@link io.slipstream.evaluator.metric.FewShotProbe}, with {@link io.slipstream.evaluator.metric.ClassReport}, {@link
 * io.slipstream.evaluator.metric.Bootstrap} intervals, and {@link io.slipstream.evaluator.metric.AccuracyMatrix} for what
 * was forgotten. Without: {@link io.slipstream.evaluator.metric.RankMe}, {@link io.slipstream.evaluator.metric.Lidar},
 * {@link io.slipstream.evaluator.metric.AlphaReq}, {@link io.slipstream.evaluator.metric.Alignment}, {@link
 * io.slipstream.evaluator.metric.Uniformity} and {@link io.slipstream.evaluator.metric.CollapseLevel}. All of them take
 * {@link io.slipstream.evaluator.metric.Embeddings}. The definitions are those of the reference implementations, so that
 * scores compare; {@code src/test/golden/metrics.py} and {@code probes.py} hold the values they are checked against.
 *
 * <p>Uses the JDK and Hipparchus; knows no tensors, files, topics or clocks.
 */
@NullMarked
package io.slipstream.evaluator.metric;

import org.jspecify.annotations.NullMarked;
