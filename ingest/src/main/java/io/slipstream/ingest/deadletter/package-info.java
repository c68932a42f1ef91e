/**
 * {@code slipstream dead-letter}: what was refused, and what to do about it: look at it, send it again, delete it.
 *
 * <p>{@link io.slipstream.ingest.deadletter.DeadLetterReader} reads the letters that are there when it starts;
 * {@link io.slipstream.ingest.deadletter.Replay} and {@link io.slipstream.ingest.deadletter.Purge} act on them. Start at
 * {@link io.slipstream.ingest.deadletter.DeadLetterCommand}.
 */
@NullMarked
package io.slipstream.ingest.deadletter;

import org.jspecify.annotations.NullMarked;
