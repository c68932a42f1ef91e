/**
 * Labels of probe sets as people give them: images are put on the topic probe-samples, listed and taken away.
 *
 * <p>Start at {@link io.slipstream.evaluator.label.ProbeCommand}. The evaluator itself reads the topic in {@code score}.
 *
 * <p>May use {@code io.slipstream.schemas}, {@code EvaluatorConfig} and the packages {@code probe} and {@code topic}.
 */
@NullMarked
package io.slipstream.evaluator.label;

import org.jspecify.annotations.NullMarked;
