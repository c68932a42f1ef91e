package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * All partitions merged by turns, so that the order of what is on the topic does not depend on when it arrives; without
 * what back-pressure passes over.
 */
final class MergedPartitions implements Source {

    private static final int RECORDS_PER_FILL = 16; // reading goes on while records are at hand

    private final ReadAhead ahead;
    private final Turns turns;
    private final BackPressure backPressure;
    private int sinceFill;

    MergedPartitions(ReadAhead ahead, Turns turns, BackPressure backPressure) {
        this.ahead = ahead;
        this.turns = turns;
        this.backPressure = backPressure;
    }

    @Override
    public Optional<Item> next(Duration patience) {
        if (sinceFill >= RECORDS_PER_FILL) {
            fill(Duration.ZERO);
        }
        Optional<Item> next = atHand();
        if (next.isEmpty()) {
            fill(patience);
            next = atHand();
        }
        sinceFill++;
        return next;
    }

    private void fill(Duration patience) {
        ahead.fill(patience);
        sinceFill = 0;
    }

    private Optional<Item> atHand() {
        Optional<Arrival> news = ahead.removeNews();
        if (news.isPresent()) {
            if (news.get() instanceof Arrival.Opened opened) {
                turns.add(opened.partition());
            } else if (news.get() instanceof Arrival.Renewed) {
                turns.retain(ahead.partitions());
            }
            return news.map(Item.Ready::new);
        }
        return turns.next(ahead::hasRecord, ahead::mayBePassedOver).map(this::take);
    }

    private Item take(TopicPartition partition) {
        ConsumerRecord<byte[], byte[]> record = ahead.remove(partition);
        if (ahead.waiting() == 0 || !backPressure.drops(record)) {
            return new Item.Encoded(record);
        }
        long next = record.offset() + 1;
        long to =
                backPressure.dropsAllThatIsOlder() ? ahead.passOverOlder(partition, next, backPressure.oldest()) : next;
        return new Item.Ready(new Arrival.Unread(partition, record.offset(), to, Order.Fate.DROPPED));
    }

    @Override
    public boolean isAtEnd() {
        return ahead.isAtEnd();
    }

    @Override
    public long waiting() {
        return ahead.waiting();
    }
}
