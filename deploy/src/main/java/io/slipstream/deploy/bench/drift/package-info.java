/**
 * How good the alarms of the drift watch are: how often they are false, and how long real ones take.
 *
 * <p>Start with {@link io.slipstream.deploy.bench.drift.DriftBench}. Images come from the synthetic camera ({@code
 * LineImages}) and become {@code Pool}s of embeddings; {@code WindowAlarm} watches windows of them with the evaluator's own
 * model of an anchor, calibration and rule. Uses {@code bench.embed}, the camera of ingest, and the evaluator.
 */
@NullMarked
package io.slipstream.deploy.bench.drift;

import org.jspecify.annotations.NullMarked;
