package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.topic.StartAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the reading of a topic begins.
 *
 * @param state what is known of the stream, with an entry of the ledger for every partition of the topic
 * @param positions offset at which reading begins, by partition
 * @param news what has happened to the topic since the state was saved, to be accounted for before anything else
 */
record Opening(StreamState state, Map<TopicPartition, Long> positions, List<Arrival> news) {

    private static final StreamState NOTHING_KNOWN =
            new StreamState(List.of(), Map.of(), Optional.empty(), List.of(), List.of());

    /**
     * Goes on where a saved state ends. A topic that the state does not know begins at {@code startAt}; a partition it
     * does not know of a topic it knows begins at offset 0.
     *
     * @param consumer is assigned the topic's partitions
     * @throws LostDataException if what was to be read next is gone and may not be left out
     */
    static Opening of(
            Consumer<?, ?> consumer,
            TopicIdentity topic,
            StartAt startAt,
            Optional<StreamState> saved,
            LostData lostData) {
        consumer.assign(topic.partitions());
        StreamState known = saved.orElse(NOTHING_KNOWN);
        return known.topicIds().containsKey(topic.name())
                ? goOn(consumer, topic, known, lostData)
                : begin(consumer, topic, known, startAt);
    }

    /**
     * Goes back to a saved state to follow an order that was begun in it; only partitions of which it reads are assigned.
     *
     * @throws LostDataException if the topic was made anew since, or the first record to be read is gone
     */
    static Opening following(
            Consumer<?, ?> consumer, TopicIdentity topic, StreamState saved, Order order, LostData lostData) {
        Map<TopicPartition, Long> positions = FollowedOrder.positions(order);
        consumer.assign(positions.keySet());
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(positions.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(positions.keySet());
        boolean anew = !topic.id().equals(saved.topicIds().get(topic.name()));
        positions.forEach((partition, offset) -> {
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            if (anew) {
                lostData.madeAnew(partition, offset, beginning);
            }
            lostData.find(partition, offset, beginning, Objects.requireNonNull(ends.get(partition)));
        });
        Map<TopicPartition, Long> opened = new HashMap<>();
        FollowedOrder.partitions(order).forEach(partition -> opened.put(partition, 0L));
        return new Opening(withEntries(saved, saved.topicIds(), opened), positions, List.of());
    }

    private static Opening begin(Consumer<?, ?> consumer, TopicIdentity topic, StreamState known, StartAt startAt) {
        Map<TopicPartition, Long> positions = startAt.offsets(consumer, topic.partitions());
        Map<String, String> ids = new HashMap<>(known.topicIds());
        ids.put(topic.name(), topic.id());
        return new Opening(withEntries(known, ids, positions), positions, List.of());
    }

    private static Opening goOn(Consumer<?, ?> consumer, TopicIdentity topic, StreamState known, LostData lostData) {
        boolean anew = !topic.id().equals(known.topicIds().get(topic.name()));
        Map<TopicPartition, Long> next = nextOffsets(topic, known);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(next.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(next.keySet());
        Map<TopicPartition, Long> positions = new LinkedHashMap<>(next);
        List<Arrival> news = new ArrayList<>();
        next.forEach((partition, offset) -> {
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            long end = Objects.requireNonNull(ends.get(partition));
            Optional<Arrival.Lost> lost = anew
                    ? Optional.of(lostData.madeAnew(partition, offset, beginning))
                    : lostData.find(partition, offset, beginning, end);
            lost.ifPresent(loss -> {
                news.add(loss);
                positions.put(partition, loss.to());
            });
        });
        if (anew) {
            news.add(new Arrival.Renewed(topic.name(), topic.id()));
        }
        return new Opening(withEntries(known, known.topicIds(), next), positions, news);
    }

    private static Map<TopicPartition, Long> nextOffsets(TopicIdentity topic, StreamState known) {
        Map<TopicPartition, Long> saved =
                known.ledger().stream().collect(Collectors.toMap(Ledger::partition, LedgerEntry::getNextOffset));
        Map<TopicPartition, Long> next = new LinkedHashMap<>();
        topic.partitions().forEach(partition -> next.put(partition, saved.getOrDefault(partition, 0L)));
        return next;
    }

    /** Adds entries for the partitions that have none yet. */
    private static StreamState withEntries(
            StreamState known, Map<String, String> ids, Map<TopicPartition, Long> offsets) {
        Ledger ledger = new Ledger(known.ledger());
        offsets.forEach(ledger::open);
        return new StreamState(ledger.entries(), ids, known.last(), known.recent(), known.pending());
    }
}
