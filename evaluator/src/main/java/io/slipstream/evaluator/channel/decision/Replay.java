package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Hands the records of a history to an {@link Evidence} as far as a decision had read them. Not thread-safe. */
final class Replay {

    private final Evidence evidence;
    private final Map<String, Feed<?>> feeds = new HashMap<>();
    private final Map<String, Set<Long>> offsets = new HashMap<>();

    Replay(History history, Evidence evidence) {
        this.evidence = evidence;
        add(Topics.MODEL_SNAPSHOTS, history.snapshots(), evidence::snapshot);
        add(Topics.SNAPSHOT_REPORTS, history.reports(), evidence::report);
        add(Topics.PROBE_SCORES, history.scores(), evidence::score);
        add(Topics.CHANNEL_REQUESTS, history.requests(), evidence::request);
    }

    private record Feed<V>(Deque<Received<V>> waiting, Consumer<Received<V>> to) {

        void until(long end) {
            while (!waiting.isEmpty() && waiting.element().offset() < end) {
                to.accept(waiting.remove());
            }
        }
    }

    private <V> void add(Topic<?> topic, List<Received<V>> records, Consumer<Received<V>> to) {
        feeds.put(topic.name(), new Feed<>(new ArrayDeque<>(records), to));
        Set<Long> found = new HashSet<>();
        records.forEach(record -> found.add(record.offset()));
        offsets.put(topic.name(), found);
    }

    /** Goes on to these ends of the topics. */
    void until(Map<String, Long> ends) {
        ends.forEach((topic, end) -> {
            Feed<?> feed = feeds.get(topic);
            if (feed != null) {
                feed.until(end);
                evidence.readUntil(topic, end);
            }
        });
    }

    /** Whether the topic still has the record of these coordinates. */
    boolean has(String coordinates) {
        Set<Long> found = offsets.getOrDefault(Coordinates.topic(coordinates), Set.of());
        return found.contains(Coordinates.offset(coordinates));
    }
}
