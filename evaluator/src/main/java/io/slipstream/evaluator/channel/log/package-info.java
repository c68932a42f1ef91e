/**
 * The history of decisions in Kafka: one writer per model, one transaction per ruling, and the readers of what decisions
 * rest on.
 *
 * <p>Start at {@link io.slipstream.evaluator.channel.log.DecisionLog}, which fences the promoter before it, folds what was
 * decided, and appends. {@link io.slipstream.evaluator.channel.log.EvidenceReader} keeps an {@code Evidence} up to date;
 * {@link io.slipstream.evaluator.channel.log.HistoryReader} reads everything at once.
 *
 * <p>Uses {@code decision}, {@code io.slipstream.evaluator.topic}, Kafka's clients and {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.channel.log;

import org.jspecify.annotations.NullMarked;
