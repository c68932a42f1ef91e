package io.slipstream.trainer.audit;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.scan.TopicScan;
import io.slipstream.trainer.scan.TopicScan.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Gathers the evidence for the audit of one model, beside a trainer that may be running.
 *
 * <p>The announcements come first: what was committed with them is then on the other topics when those are read. What
 * else was announced until then is read at the end, since it explains records that came meanwhile.
 */
final class EvidenceReader {

    private static final String TRAINER = "trainer";

    private final TopicScan topics;
    private final SchemaRegistryClient registry;
    private final ScanProgress progress;

    EvidenceReader(TopicScan topics, SchemaRegistryClient registry, ScanProgress progress) {
        this.topics = topics;
        this.registry = registry;
        this.progress = progress;
    }

    /**
     * Reads the topics.
     *
     * @throws KafkaException if one cannot be read, saying where
     */
    Evidence read(String model) {
        List<TrainingCheckpoint> announcements = new ArrayList<>();
        Extent read = values(Topics.MODEL_CHECKPOINTS, 0, announcements::add);
        List<ModelSnapshot> snapshots = new ArrayList<>();
        values(Topics.MODEL_SNAPSHOTS, 0, snapshot -> {
            if (snapshot.getModelId().equals(model)) {
                snapshots.add(snapshot);
            }
        });
        List<Place> refused = new ArrayList<>();
        Extent letters =
                values(Topics.IMAGES_DEAD_LETTER, 0, letter -> place(letter).ifPresent(refused::add));
        List<TrainingCheckpoint> later = new ArrayList<>();
        values(Topics.MODEL_CHECKPOINTS, read.end(), later::add);
        return new Evidence(
                model,
                announcements,
                later,
                snapshots,
                new Letters(letters.first() == 0, refused),
                held(Lineage.of(model, announcements)));
    }

    /** The place of a record that a trainer refused; other services' letters have none. */
    private static Optional<Place> place(DeadLetter letter) {
        if (!letter.getStage().equals(TRAINER)
                || letter.getTopic() == null
                || letter.getPartition() == null
                || letter.getOffset() == null) {
            return Optional.empty();
        }
        return Optional.of(new Place(new TopicPartition(letter.getTopic(), letter.getPartition()), letter.getOffset()));
    }

    /** Hands on every value of a topic of one partition from an offset on; returns what was read. */
    private <V extends SpecificRecord> Extent values(Topic<V> topic, long from, Consumer<V> each) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        Extent there = topics.extent(partition).orElse(new Extent(0, 0));
        AvroDeserializer<V> deserializer = new AvroDeserializer<>(registry, topic.valueType());
        topics.read(partition, Math.max(from, there.first()), there.end(), record -> {
            try {
                V value = deserializer.deserialize(topic.name(), record.value());
                if (value != null) {
                    each.accept(value);
                }
            } catch (BadRecordException e) {
                throw new KafkaException(new Place(partition, record.offset()) + ": " + e.getMessage(), e);
            }
        });
        return there;
    }

    private Map<TopicPartition, HeldRecords> held(Lineage lineage) {
        Map<TopicPartition, NavigableSet<Long>> offsets = new HashMap<>();
        lineage.links().forEach(link -> link.checkpoint().getLedger().forEach(entry -> offsets.computeIfAbsent(
                        Entries.partition(entry), partition -> new TreeSet<>())
                .addAll(bounds(entry))));
        Map<TopicPartition, HeldRecords> held = new HashMap<>();
        offsets.forEach((partition, bounds) ->
                topics.extent(partition).ifPresent(there -> held.put(partition, count(partition, there, bounds))));
        return held;
    }

    private static List<Long> bounds(LedgerEntry entry) {
        return List.of(entry.getStartOffset(), entry.getNextOffset());
    }

    private HeldRecords count(TopicPartition partition, Extent there, NavigableSet<Long> bounds) {
        HeldRecords held = new HeldRecords(there.first(), there.end(), bounds);
        long from = Math.max(there.first(), bounds.first());
        long to = Math.min(there.end(), bounds.last());
        if (from < to) {
            progress.start(partition, from, to);
            topics.read(partition, from, to, record -> {
                held.add(record.offset());
                progress.reached(record.offset());
            });
        }
        return held;
    }
}
