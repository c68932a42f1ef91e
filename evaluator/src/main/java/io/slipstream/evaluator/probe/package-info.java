/**
 * The labelled probe set: the images every snapshot is judged on.
 *
 * <p>Start at {@link io.slipstream.evaluator.probe.ProbeSet}. It is a balanced seeded sample held as encoded bytes, decoded
 * at whatever input size a snapshot asks for: read once by {@code ProbeSetReader}, or collected label by label in a {@code
 * GrowingSet}.
 *
 * <p>May use {@code io.slipstream.schemas}; knows no networks and no topics.
 */
@NullMarked
package io.slipstream.evaluator.probe;

import org.jspecify.annotations.NullMarked;
