package io.slipstream.trainer.stream;

import io.slipstream.trainer.stream.Order.Fate;
import io.slipstream.trainer.stream.Order.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of a recorded order, in that order and cut into the same batches; the end of the order is the end of the
 * stream. Only records that were trained on are read.
 */
final class FollowedOrder implements Source {

    private final ReadAhead ahead;
    private final Iterator<Order.Event> events;
    private @Nullable Run run;
    private long offset;
    private boolean rewarm;

    FollowedOrder(ReadAhead ahead, Order order) {
        this.ahead = ahead;
        this.events = order.events().iterator();
    }

    /** Where reading begins: at the first record trained on, of each partition that has one. */
    static Map<TopicPartition, Long> positions(Order order) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (Order.Event event : order.events()) {
            if (event instanceof Run trained && trained.fate() == Fate.TRAINED) {
                positions.putIfAbsent(trained.partition(), trained.from());
            }
        }
        return positions;
    }

    @Override
    public Optional<Item> next(Duration patience) {
        while (run == null && events.hasNext()) {
            Order.Event event = events.next();
            if (event instanceof Order.Rewarm) {
                rewarm = true;
            } else if (event instanceof Order.Step step) {
                Arrival cut = new Arrival.Cut(step.fresh(), step.passes(), rewarm);
                rewarm = false;
                return Optional.of(new Item.Ready(cut));
            } else if (event instanceof Run next) {
                if (next.fate() != Fate.TRAINED) {
                    return Optional.of(new Item.Ready(unread(next)));
                }
                run = next;
                offset = next.from();
            }
        }
        return run == null ? Optional.empty() : record(run, patience).map(Item.Encoded::new);
    }

    private static Arrival unread(Run run) {
        return run.fate() == Fate.LOST
                ? new Arrival.Lost(run.partition(), run.from(), run.to())
                : new Arrival.Unread(run.partition(), run.from(), run.to(), run.fate());
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(Run trained, Duration patience) {
        if (!passOverWhatWasNotTrainedOn(trained.partition())) {
            ahead.fill(patience);
            if (!passOverWhatWasNotTrainedOn(trained.partition())) {
                return Optional.empty();
            }
        }
        ConsumerRecord<byte[], byte[]> record = ahead.remove(trained.partition());
        if (record.offset() > offset) {
            throw new LostDataException("expected %s@%d as it was recorded, found @%d as the next record"
                    .formatted(trained.partition(), offset, record.offset()));
        }
        offset++;
        run = offset < trained.to() ? trained : null;
        return Optional.of(record);
    }

    /** Returns whether the record that is to come, or one that lies behind it, is then the first one at hand. */
    private boolean passOverWhatWasNotTrainedOn(TopicPartition partition) {
        while (ahead.hasRecord(partition) && ahead.nextOffset(partition) < offset) {
            ahead.remove(partition);
        }
        if (!ahead.hasRecord(partition) && ahead.mayBePassedOver(partition)) {
            throw new LostDataException(
                    "expected %s@%d as it was recorded, found the partition's end".formatted(partition, offset));
        }
        return ahead.hasRecord(partition);
    }

    @Override
    public boolean isAtEnd() {
        return run == null && !events.hasNext();
    }

    @Override
    public long waiting() {
        return ahead.waiting();
    }

    /** The partitions of an order's runs. */
    static List<TopicPartition> partitions(Order order) {
        return order.events().stream()
                .filter(Run.class::isInstance)
                .map(event -> ((Run) event).partition())
                .distinct()
                .toList();
    }
}
