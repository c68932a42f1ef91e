/**
 * How the evaluator's services read topics and wait for what does not answer.
 *
 * <p>Start at {@link io.slipstream.evaluator.topic.TopicReader}: a topic of one partition, from its beginning. {@link
 * io.slipstream.evaluator.topic.Retry} repeats what failed because a broker, a registry or a store was away.
 *
 * <p>Uses Kafka's clients and {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.topic;

import org.jspecify.annotations.NullMarked;
