/**
 * What labelled probe sets say about a snapshot: the scores on each set.
 *
 * <p>Start at {@link io.slipstream.evaluator.score.ProbeAssessment}.
 *
 * <p>May use {@code io.slipstream.schemas} and the packages {@code metric}, {@code probe}, {@code encoder}, {@code topic}
 * and {@code follow}.
 */
@NullMarked
package io.slipstream.evaluator.score;

import org.jspecify.annotations.NullMarked;
