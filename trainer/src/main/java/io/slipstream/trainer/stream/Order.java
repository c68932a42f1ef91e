package io.slipstream.trainer.stream;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        DROPPED,
        /** It was gone before it could be read. */
        LOST
    }

    /**
     * Consecutive offsets of one partition with one fate; each holds a record, or counts as one.
     *
     * @param partition where they are
     * @param from offset of the first
     * @param to offset after the last; only of lost ones may it lie before {@code from}, where a partition was cut short or
     *     made anew
     * @param fate what became of them
     */
    public record Run(TopicPartition partition, long from, long to, Fate fate) implements Event {}

    /**
     * A training step, or several on the same new images.
     *
     * @param fresh how many of its images were new: the oldest ones not yet trained on
     * @param passes how many steps, each with a replay of its own
     */
    public record Step(int fresh, int passes) implements Event {

        /** One step. */
        public Step(int fresh) {
            this(fresh, 1);
        }
    }

    /** The learning rate began to warm up again before the next step. */
    public record Rewarm() implements Event {}

    public Order {
        events = List.copyOf(events);
    }

    /** Nothing was done. */
    public static Order nothing() {
        return new Order(List.of());
    }

    /** This, and then one thing more. */
    public Order then(Event event) {
        return new Order(Stream.concat(events.stream(), Stream.of(event)).toList());
    }

    /** This, and then the records between two positions dropped, partition by partition. */
    public Order thenDropped(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        Stream<Run> dropped = to.keySet().stream()
                .sorted(comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .map(partition -> new Run(
                        partition, from.getOrDefault(partition, 0L), to.getOrDefault(partition, 0L), Fate.DROPPED))
                .filter(run -> run.from() < run.to());
        return new Order(Stream.concat(events.stream(), dropped).toList());
    }
}
