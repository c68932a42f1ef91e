/**
 * How fast snapshots are evaluated: embedding a probe set, the nearest-neighbour probe and the linear probe.
 *
 * <p>Start with {@link io.slipstream.deploy.bench.evaluate.EvaluateBench}. Uses {@code bench.embed}, the camera's command of
 * ingest, and the evaluator.
 */
@NullMarked
package io.slipstream.deploy.bench.evaluate;

import org.jspecify.annotations.NullMarked;
