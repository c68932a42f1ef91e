package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether a consumer has read all that its partitions hold, as far as the brokers have said.
 *
 * <p>The end is that of committed records, and a position may lie past the last of them, where a transaction ended. The
 * consumer's lag is unknown before a first answer. A leader that has just been elected may answer a fetch with an end
 * before the true one; it does not so answer when asked for the end, so that is asked too and must be reached.
 */
final class KnownEnds {

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, Long> toReach = new HashMap<>();

    KnownEnds(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /**
     * Asks where partitions end and waits for the answer.
     *
     * <p>To be called after every other question about their offsets: the consumer takes the answer to any such question
     * for the end.
     */
    void ask(Collection<TopicPartition> partitions) {
        toReach.putAll(consumer.endOffsets(partitions));
    }

    /** The end that was told last, until it is reached. */
    long asked(TopicPartition partition) {
        return Objects.requireNonNull(toReach.get(partition), partition::toString);
    }

    boolean isReached(TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return lag.isPresent() && lag.getAsLong() <= 0 && hasReachedAskedEnd(partition);
    }

    private boolean hasReachedAskedEnd(TopicPartition partition) {
        Long end = toReach.get(partition);
        if (end == null) {
            return true;
        }
        try {
            if (consumer.position(partition, Duration.ZERO) < end) {
                return false;
            }
        } catch (TimeoutException unknown) {
            return false;
        }
        toReach.remove(partition);
        return true;
    }

    /** Records between the positions of partitions and their ends. */
    long lag(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .mapToLong(
                        partition -> Math.max(0, consumer.currentLag(partition).orElse(0)))
                .sum();
    }
}
