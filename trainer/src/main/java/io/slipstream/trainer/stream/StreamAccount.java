package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.trainer.stream.Order.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What has become of everything taken from the stream: what a checkpoint remembers of it.
 *
 * <p>Not thread-safe: it belongs to the training thread.
 */
final class StreamAccount {

    private final Ledger ledger;
    private final Map<String, String> topicIds;
    private Optional<TopicPartition> last;
    private final DedupeWindow recent;
    private final List<PendingImage> pending;
    private final OrderLog log;
    private final Consumer<DeadLetter> deadLetters;

    /**
     * An account that goes on from a state.
     *
     * @param dedupeWindow distinct images among which one is recognised as sent again
     * @param recorded the order so far, which is gone on with
     * @param deadLetters where refused records go
     */
    StreamAccount(StreamState state, int dedupeWindow, Order recorded, Consumer<DeadLetter> deadLetters) {
        this.ledger = new Ledger(state.ledger());
        this.topicIds = new HashMap<>(state.topicIds());
        this.last = state.last();
        this.recent = new DedupeWindow(dedupeWindow, state.recent());
        this.pending = new ArrayList<>(state.pending());
        this.log = new OrderLog(recorded);
        this.deadLetters = deadLetters;
    }

    /** Accounts for what the stream brought next. */
    void take(Arrival arrival) {
        if (arrival instanceof Arrival.Decoded decoded) {
            if (recent.isNew(decoded.image().id())) {
                take(decoded);
            } else {
                pass(decoded.partition(), decoded.offset(), decoded.offset() + 1, Fate.DUPLICATE);
            }
        } else if (arrival instanceof Arrival.Refused refused) {
            deadLetters.accept(refused.letter());
            pass(refused.partition(), refused.offset(), refused.offset() + 1, Fate.REFUSED);
        } else if (arrival instanceof Arrival.Unread unread) {
            pass(unread.partition(), unread.from(), unread.to(), unread.fate());
        } else if (arrival instanceof Arrival.Lost lost) {
            ledger.lost(lost.partition(), lost.from(), lost.to());
            log.run(lost.partition(), lost.from(), lost.to(), Fate.LOST);
        } else if (arrival instanceof Arrival.Opened opened) {
            ledger.open(opened.partition(), 0);
        } else if (arrival instanceof Arrival.Renewed renewed) {
            topicIds.put(renewed.topic(), renewed.id());
        }
    }

    private void take(Arrival.Decoded decoded) {
        TopicPartition partition = decoded.partition();
        long offset = decoded.offset();
        ledger.pending(partition, offset);
        log.run(partition, offset, offset + 1, Fate.TRAINED);
        pending.add(new PendingImage(partition, offset, decoded.source(), decoded.image()));
        last = Optional.of(partition);
    }

    /** Accounts for records that are not trained on. */
    private void pass(TopicPartition partition, long from, long to, Fate fate) {
        switch (fate) {
            case REFUSED -> ledger.deadLettered(partition, from, to);
            case DUPLICATE -> ledger.duplicate(partition, from, to);
            case DROPPED -> ledger.dropped(partition, from, to);
            case TRAINED, LOST ->
                throw new IllegalArgumentException("expected records that were read and left out, found " + fate);
        }
        log.run(partition, from, to, fate);
        last = Optional.of(partition);
    }

    /** Images that wait for their batch. */
    int pending() {
        return pending.size();
    }

    /** Puts the oldest of the images that wait into so many training steps, in the order they came. */
    List<PendingImage> train(int count, int passes) {
        List<PendingImage> oldest = pending.subList(0, count);
        List<PendingImage> images = List.copyOf(oldest);
        oldest.forEach(image -> ledger.trained(image.partition()));
        oldest.clear();
        log.step(count, passes);
        return images;
    }

    OrderLog log() {
        return log;
    }

    Ledger ledger() {
        return ledger;
    }

    /** A copy of all that is to be remembered. */
    StreamState state() {
        return new StreamState(ledger.entries(), topicIds, last, recent.ids(), pending);
    }
}
