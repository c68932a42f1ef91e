package io.slipstream.evaluator.topic;

/**
 * A record that was read from a topic.
 *
 * @param offset its position in the partition
 */
public record Received<V>(long offset, V value) {}
