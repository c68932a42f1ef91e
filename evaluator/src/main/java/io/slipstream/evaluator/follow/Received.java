package io.slipstream.evaluator.follow;

/**
 * A record that was read from a topic.
 *
 * @param offset its position in the partition
 */
record Received<V>(long offset, V value) {}
