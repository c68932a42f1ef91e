package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.pixels.Keeping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What the reading of a stream must remember to go on as if it had never stopped.
 *
 * @param ledger an entry per partition; reading goes on at its {@code nextOffset}
 * @param topicIds Kafka's id of each topic read, by name: a topic of the same name and another id is another topic
 * @param last partition of the last record taken, which decides whose turn is next; empty before the first
 * @param recent ids of the last distinct images, oldest first
 * @param pending images taken but not yet trained on, in the order they came
 */
public record StreamState(
        List<LedgerEntry> ledger,
        Map<String, String> topicIds,
        Optional<TopicPartition> last,
        List<String> recent,
        List<PendingImage> pending) {

    public StreamState {
        ledger = List.copyOf(ledger);
        topicIds = Map.copyOf(topicIds);
        recent = List.copyOf(recent);
        pending = List.copyOf(pending);
    }

    /**
     * An earlier state moved on to this position, with everything trained on or pending in between counted as dropped.
     *
     * @param earlier the state then: its pending images and recent ids stay
     */
    public StreamState droppedSince(StreamState earlier) {
        List<LedgerEntry> dropped = new ArrayList<>();
        for (LedgerEntry now : ledger) {
            long trained = 0;
            long pendingThen = 0;
            for (LedgerEntry then : earlier.ledger) {
                if (partition(then).equals(partition(now))) {
                    trained = then.getTrained();
                    pendingThen = then.getPending();
                }
            }
            dropped.add(LedgerEntry.newBuilder(now)
                    .setTrained(trained)
                    .setPending(pendingThen)
                    .setDropped(now.getDropped() + now.getTrained() + now.getPending() - trained - pendingThen)
                    .build());
        }
        return new StreamState(dropped, topicIds, last, earlier.recent, earlier.pending);
    }

    /** The same with pending images kept in this way. */
    public StreamState kept(Keeping keeping) {
        List<PendingImage> kept = pending.stream()
                .map(each -> new PendingImage(
                        each.partition(),
                        each.offset(),
                        each.source(),
                        each.image().kept(keeping)))
                .toList();
        return new StreamState(ledger, topicIds, last, recent, kept);
    }

    /** Where each partition is read next. */
    public Map<TopicPartition, Long> nextOffsets() {
        return ledger.stream().collect(Collectors.toMap(StreamState::partition, LedgerEntry::getNextOffset));
    }

    private static TopicPartition partition(LedgerEntry entry) {
        return new TopicPartition(entry.getTopic(), entry.getPartition());
    }
}
