package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.scan.TopicScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what came last on a stream before a state of its reading, once more and beside whoever reads it.
 *
 * <p>Not thread-safe: it belongs to the thread of its scan.
 */
public final class RecentImages {

    private static final Logger log = LoggerFactory.getLogger(RecentImages.class);

    private final TopicScan topics;
    private final RecordReader reader;

    /**
     * Images of the topics that are there now.
     *
     * @param reader decodes as training does; what it refuses is left out
     */
    public RecentImages(TopicScan topics, RecordReader reader) {
        this.topics = topics;
        this.reader = reader;
    }

    /**
     * The distinct images of the newest records before a state's positions: an equal part from each partition, as partitions
     * take turns in training, and more from others where one has less. Nothing is read from before the lineage began. What
     * is there no more makes them fewer, and so do offsets without a record.
     *
     * @param topic topic of the stream
     * @param records how many, over all partitions
     * @return by partition, oldest first
     * @throws org.apache.kafka.common.KafkaException if the topic, the registry or a store of images cannot be read
     */
    public List<TrainingImage> before(StreamState state, String topic, int records) {
        Map<String, TrainingImage> images = new LinkedHashMap<>();
        List<Range> ranges = ranges(state.ledger(), topic, records);
        if (!ranges.isEmpty() && isStillThere(state, topic)) {
            ranges.forEach(range -> read(range, images));
        }
        return new ArrayList<>(images.values());
    }

    /** Offsets of a partition, the last one excluded. */
    record Range(TopicPartition partition, long from, long to) {}

    /** Which offsets are to be read, by partition; none of a partition that has none. */
    static List<Range> ranges(List<LedgerEntry> ledger, String topic, int records) {
        List<LedgerEntry> fewestFirst = ledger.stream()
                .filter(entry -> entry.getTopic().equals(topic))
                .sorted(Comparator.comparingLong(RecentImages::offsets).thenComparing(LedgerEntry::getPartition))
                .toList();
        List<Range> ranges = new ArrayList<>();
        long left = records;
        for (int i = 0; i < fewestFirst.size(); i++) {
            LedgerEntry entry = fewestFirst.get(i);
            int partitions = fewestFirst.size() - i;
            long part = Math.min(offsets(entry), (left + partitions - 1) / partitions);
            if (part > 0) {
                ranges.add(new Range(
                        new TopicPartition(topic, entry.getPartition()),
                        entry.getNextOffset() - part,
                        entry.getNextOffset()));
            }
            left -= part;
        }
        ranges.sort(Comparator.comparing(range -> range.partition().partition()));
        return ranges;
    }

    private static long offsets(LedgerEntry entry) {
        return entry.getNextOffset() - entry.getStartOffset();
    }

    private boolean isStillThere(StreamState state, String topic) {
        Optional<String> now = topics.id(topic);
        boolean same = now.isPresent() && now.get().equals(state.topicIds().get(topic));
        if (!same) {
            log.atWarn().addKeyValue("topic", topic).log("The topic is gone or was made anew: nothing of it is read");
        }
        return same;
    }

    private void read(Range wanted, Map<String, TrainingImage> images) {
        Optional<TopicScan.Extent> there = topics.extent(wanted.partition());
        if (there.isEmpty()) {
            return;
        }
        long from = Math.max(there.get().first(), wanted.from());
        long to = Math.min(there.get().end(), wanted.to());
        if (from > wanted.from()) {
            log.atWarn()
                    .addKeyValue("partition", wanted.partition())
                    .addKeyValue("from", wanted.from())
                    .addKeyValue("to", Math.min(from, wanted.to()))
                    .log("Some of the newest records are gone");
        }
        if (from < to) {
            topics.read(wanted.partition(), from, to, record -> {
                if (reader.read(record) instanceof Arrival.Decoded decoded) {
                    images.putIfAbsent(decoded.image().id(), decoded.image());
                }
            });
        }
    }
}
