/**
 * The labelled probe set: the images every snapshot is judged on.
 *
 * <p>Start at {@link io.slipstream.evaluator.probe.ProbeSet}. It is read once, as a balanced seeded sample held as encoded
 * bytes, and decoded at whatever input size a snapshot asks for.
 *
 * <p>May use {@code io.slipstream.schemas}; knows no networks and no topics.
 */
@NullMarked
package io.slipstream.evaluator.probe;

import org.jspecify.annotations.NullMarked;
