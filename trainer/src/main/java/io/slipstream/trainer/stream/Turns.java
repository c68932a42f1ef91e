package io.slipstream.trainer.stream;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whose record is next when partitions take turns: round-robin by topic and number, one record each.
 *
 * <p>A partition that has no record at hand holds up the others, unless it may be passed over. So the order of records
 * depends on what the partitions hold and not on which of them answers first. Not thread-safe.
 */
final class Turns {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final NavigableSet<TopicPartition> partitions = new TreeSet<>(ORDER);
    private @Nullable TopicPartition last;

    /** Turns that go on after the partition that had the last one; empty before the first turn. */
    Turns(Optional<TopicPartition> last) {
        this.last = last.orElse(null);
    }

    /** Lets one more partition take turns. */
    void add(TopicPartition partition) {
        partitions.add(partition);
    }

    /** Leaves out all partitions but these. */
    void retain(Set<TopicPartition> remaining) {
        partitions.retainAll(remaining);
    }

    /**
     * Gives the next partition its turn; empty if that one has to be waited for, or none has a record.
     *
     * @param hasRecord whether a partition has a record at hand
     * @param mayBePassedOver whether a partition without one need not be waited for
     */
    Optional<TopicPartition> next(Predicate<TopicPartition> hasRecord, Predicate<TopicPartition> mayBePassedOver) {
        TopicPartition candidate = last;
        for (int i = 0; i < partitions.size(); i++) {
            candidate = after(candidate);
            if (hasRecord.test(candidate)) {
                last = candidate;
                return Optional.of(candidate);
            }
            if (!mayBePassedOver.test(candidate)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private TopicPartition after(@Nullable TopicPartition partition) {
        TopicPartition higher = partition == null ? null : partitions.higher(partition);
        return higher == null ? partitions.first() : higher;
    }
}
