/**
 * What is known of a snapshot without labels: the quality of its embedding space, how far that is from other snapshots'
 * spaces, and a verdict.
 *
 * <p>Start at {@link io.slipstream.evaluator.report.ReportAssessment}. {@code Quality} holds the measures, {@code
 * VerdictRule} says what they come to.
 *
 * <p>May use {@code canonical}, {@code encoder}, {@code follow}, {@code metric}, {@code score}, {@code shift}, {@code
 * space} and {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.report;

import org.jspecify.annotations.NullMarked;
