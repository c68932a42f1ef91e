/**
 * From the snapshot topic to everything that is found out about a snapshot: what has been announced, what is worth
 * assessing next, and how to go on when something outside is missing or broken.
 *
 * <p>Start at {@link io.slipstream.evaluator.follow.Assessment}, which is what to write in order to find out one thing
 * more, and {@link io.slipstream.evaluator.follow.ScoringService}. {@code SnapshotFollower} is the loop, {@code Backlog}
 * decides which snapshot is next, {@code VerifiedEncoders} loads it.
 *
 * <p>May use {@code io.slipstream.schemas} and the packages {@code metric}, {@code encoder} and {@code topic}; knows no
 * assessment.
 */
@NullMarked
package io.slipstream.evaluator.follow;

import org.jspecify.annotations.NullMarked;
