package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
