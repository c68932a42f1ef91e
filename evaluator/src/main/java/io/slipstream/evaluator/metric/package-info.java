/**
 * What a set of embeddings is worth: nearest-neighbour accuracy, effective rank and collapse, as pure functions.
 *
 * <p>Start at {@link io.slipstream.evaluator.metric.KnnProbe}, {@link io.slipstream.evaluator.metric.RankMe} and
 * {@link io.slipstream.evaluator.metric.CollapseLevel}; all of them take {@link
 * io.slipstream.evaluator.metric.Embeddings}. The definitions are those of the reference implementations, so that scores
 * compare; {@code src/test/golden/metrics.py} holds the values they are checked against.
 *
 * <p>Uses the JDK and Hipparchus; knows no tensors, files, topics or clocks.
 */
@NullMarked
package io.slipstream.evaluator.metric;

import org.jspecify.annotations.NullMarked;
