/**
 * What is decided about channels, as pure functions of what has been decided before, what has been published, and the
 * gates.
 *
 * <p>Start at {@link io.slipstream.evaluator.channel.decision.Judge}: from a {@link
 * io.slipstream.evaluator.channel.decision.ChannelState}, which is the fold of all decisions, and an {@link
 * io.slipstream.evaluator.channel.decision.Evidence} to the ruling that is due, if one is. {@link
 * io.slipstream.evaluator.channel.decision.Records} makes the records of it, and {@link
 * io.slipstream.evaluator.channel.decision.Verification} makes all of a history again. No clock, no I/O.
 *
 * <p>Uses {@code gate}, and the records and topics of {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.channel.decision;

import org.jspecify.annotations.NullMarked;
