/**
 * Whether a snapshot is good enough to be served, as pure functions of what the evaluator has published about it.
 *
 * <p>Start at {@link io.slipstream.evaluator.channel.gate.Gates}: from evidence to one {@link
 * io.slipstream.evaluator.channel.gate.GateResult} for each gate that is on. No clock, no I/O: a decision can be made again
 * years later.
 *
 * <p>Uses the records and the configuration of {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.channel.gate;

import org.jspecify.annotations.NullMarked;
