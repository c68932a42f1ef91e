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
     * take turns in training. Nothing is read from before the lineage began. What is there no more makes them fewer, and so
     * do offsets without a record.
     *
     * @param topic topic of the stream
     * @param records how many, over all partitions
     * @return by partition, oldest first
     * @throws org.apache.kafka.common.KafkaException if the topic, the registry or a store of images cannot be read
     */
    public List<TrainingImage> before(StreamState state, String topic, int records) {
        List<LedgerEntry> partitions = state.ledger().stream()
                .filter(entry -> entry.getTopic().equals(topic))
                .sorted(Comparator.comparing(LedgerEntry::getPartition))
                .toList();
        Map<String, TrainingImage> images = new LinkedHashMap<>();
        if (records > 0 && !partitions.isEmpty() && isStillThere(state, topic)) {
            long part = ((long) records + partitions.size() - 1) / partitions.size();
            partitions.forEach(entry -> read(entry, part, images));
        }
        return new ArrayList<>(images.values());
    }

    private boolean isStillThere(StreamState state, String topic) {
        Optional<String> now = topics.id(topic);
        boolean same = now.isPresent() && now.get().equals(state.topicIds().get(topic));
        if (!same) {
            log.atWarn().addKeyValue("topic", topic).log("The topic is gone or was made anew: nothing of it is read");
        }
        return same;
    }

    private void read(LedgerEntry entry, long part, Map<String, TrainingImage> images) {
        TopicPartition partition = new TopicPartition(entry.getTopic(), entry.getPartition());
        Optional<TopicScan.Extent> there = topics.extent(partition);
        if (there.isEmpty()) {
            return;
        }
        long wanted = Math.max(entry.getStartOffset(), entry.getNextOffset() - part);
        long from = Math.max(there.get().first(), wanted);
        long to = Math.min(there.get().end(), entry.getNextOffset());
        if (from > wanted) {
            log.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("from", wanted)
                    .addKeyValue("to", Math.min(from, to))
                    .log("Some of the newest records are gone");
        }
        if (from < to) {
            topics.read(partition, from, to, record -> {
                if (reader.read(record) instanceof Arrival.Decoded decoded) {
                    images.putIfAbsent(decoded.image().id(), decoded.image());
                }
            });
        }
    }
}
