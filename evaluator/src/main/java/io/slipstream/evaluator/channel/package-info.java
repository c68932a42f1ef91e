/**
 * Channels: which snapshot is candidate, shadow and stable, and why. The service {@code slipstream promote} moves
 * snapshots along by gates, takes a bad one back, and answers {@code slipstream snapshots}.
 *
 * <p>Start at {@link io.slipstream.evaluator.channel.Promoter}, the loop. The parts: {@code gate} (is it good enough),
 * {@code decision} (what follows from that, and from what was decided before), {@code log} (the history in Kafka) and
 * {@code command} (the command line of people).
 *
 * <p>Uses {@code io.slipstream.evaluator.topic} and {@code io.slipstream.schemas}.
 *
 * @see <a href="../../../../../../../../docs/design/013-channels.md">docs/design/013-channels.md</a>
 */
@NullMarked
package io.slipstream.evaluator.channel;

import org.jspecify.annotations.NullMarked;
