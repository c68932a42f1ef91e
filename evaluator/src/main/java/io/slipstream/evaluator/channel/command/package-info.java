/**
 * {@code slipstream snapshots}: what people see of snapshots and channels, and what they ask for.
 *
 * <p>Start at {@link io.slipstream.evaluator.channel.command.SnapshotsCommand}. Reading commands read the topics and change
 * nothing; the others send a request and wait for the decision that answers it.
 *
 * <p>Uses the packages of {@code io.slipstream.evaluator.channel}.
 */
@NullMarked
package io.slipstream.evaluator.channel.command;

import org.jspecify.annotations.NullMarked;
