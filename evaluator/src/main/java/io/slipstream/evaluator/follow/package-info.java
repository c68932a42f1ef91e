/**
 * From the snapshot topic to the score topic: what has been announced, what is worth scoring next, and how to go on when
 * something outside is missing or broken.
 *
 * <p>Start at {@link io.slipstream.evaluator.follow.SnapshotFollower}, the loop. {@code Backlog} decides which snapshot is
 * next, {@code SnapshotScorer} makes the score, {@code TopicReader} and {@code ScorePublisher} are the two ends, {@code
 * Retry} is how all of them wait.
 *
 * <p>May use {@code io.slipstream.schemas} and the packages {@code metric}, {@code probe} and {@code encoder}.
 */
@NullMarked
package io.slipstream.evaluator.follow;

import org.jspecify.annotations.NullMarked;
