/**
 * {@code slipstream topics}: shows and makes what the pipeline's topics have to be, and never deletes or shrinks.
 *
 * <p>{@link io.slipstream.ingest.topics.TopicPlan} compares what is wanted with what is there and is pure;
 * {@link io.slipstream.ingest.topics.Cluster} asks and tells the brokers. Start at
 * {@link io.slipstream.ingest.topics.TopicsCommand}.
 */
@NullMarked
package io.slipstream.ingest.topics;

import org.jspecify.annotations.NullMarked;
