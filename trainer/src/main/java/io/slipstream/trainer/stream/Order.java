package io.slipstream.trainer.stream;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What was done with the stream between two checkpoints, in order: enough to do the same again.
 *
 * @param events what happened, first to last
 */
public record Order(List<Event> events) {

    /** One thing that happened. */
    public sealed interface Event {}

    /** What became of a record. */
    public enum Fate {
        /** It holds an image that went into training. */
        TRAINED,
        /** It was refused, and a dead letter sent. */
        REFUSED,
        /** Its image had been seen a short while ago. */
        DUPLICATE,
        /** The back-pressure policy passed it over. */
        DROPPED
    }

    /**
     * Consecutive records of one partition with one fate.
     *
     * @param partition where they are
     * @param from offset of the first
     * @param to offset after the last; offsets between may hold no record
     * @param fate what became of them
     */
    public record Run(TopicPartition partition, long from, long to, Fate fate) implements Event {}

    /**
     * A training step.
     *
     * @param fresh how many of its images were new: the oldest ones not yet trained on
     */
    public record Step(int fresh) implements Event {}

    /** The learning rate began to warm up again before the next step. */
    public record Rewarm() implements Event {}

    public Order {
        events = List.copyOf(events);
    }
}
