package io.slipstream.schemas.topic;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where a reader without history starts on its topics: at the earliest record, after the latest, or at an instant. */
public sealed interface StartAt {

    /** What {@link #parse} reads, in words for a configuration's reference. */
    String ALLOWED = "earliest, latest or an instant such as 2026-11-22T14:00:00Z";

    /**
     * Reads {@code earliest}, {@code latest} or an instant such as {@code 2026-11-22T14:00:00Z}.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    static StartAt parse(String text) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            return new At(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(ALLOWED, e);
        }
    }

    /** The offset to start at on each partition. */
    Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    /** From the first record that is still there. */
    record Earliest() implements StartAt {
        @Override
        public Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            return consumer.beginningOffsets(partitions);
        }
    }

    /** After the last record there is now. */
    record Latest() implements StartAt {
        @Override
        public Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            return consumer.endOffsets(partitions);
        }
    }

    /** From the first record with a timestamp at or after an instant. */
    record At(Instant instant) implements StartAt {
        @Override
        public Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            // The ends are read first: a record that arrives between the two questions is then found by its time, or
            // lies after the end that stands in for it.
            Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
            Map<TopicPartition, Long> times =
                    partitions.stream().collect(Collectors.toMap(p -> p, p -> instant.toEpochMilli()));
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times).entrySet()) {
                if (found.getValue() != null) {
                    offsets.put(found.getKey(), found.getValue().offset());
                }
            }
            return offsets;
        }
    }
}
