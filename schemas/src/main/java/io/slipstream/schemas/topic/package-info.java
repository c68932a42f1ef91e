/**
 * The topics of the pipeline: what they are called, what their keys mean, what they carry and how they are created.
 *
 * <p>Start with {@link io.slipstream.schemas.topic.Topics}. {@link io.slipstream.schemas.topic.TopicCreator} makes
 * them, {@link io.slipstream.schemas.topic.KafkaSettings} holds the client settings all services share.
 *
 * <p>Uses the records and the configuration types; nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.topic;

import org.jspecify.annotations.NullMarked;
