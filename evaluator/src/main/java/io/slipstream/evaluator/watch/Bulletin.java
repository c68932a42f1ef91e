package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.encode.EncoderChoice;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been published about encoders, as the global stores have it: snapshots, channels and requests for anchors. Looked
 * at anew every now and then, not for every image. Not thread-safe.
 */
final class Bulletin {

    private static final Logger log = LoggerFactory.getLogger(Bulletin.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final DriftParts parts;
    private final ReadOnlyKeyValueStore<String, byte[]> snapshots;
    private final ReadOnlyKeyValueStore<String, byte[]> channels;
    private final ReadOnlyKeyValueStore<String, byte[]> anchors;
    private final Map<String, ModelSnapshot> known = new HashMap<>();
    private Optional<EncoderChoice> choice = Optional.empty();
    private long looked = Long.MIN_VALUE;

    Bulletin(ProcessorContext<?, ?> context, DriftParts parts) {
        this.parts = parts;
        this.snapshots = context.getStateStore(DriftTopology.SNAPSHOTS);
        this.channels = context.getStateStore(DriftTopology.CHANNELS);
        this.anchors = context.getStateStore(DriftTopology.ANCHORS);
    }

    /**
     * The encoders to use from now on; empty while there are none.
     *
     * @param now milliseconds of the clock
     */
    Optional<EncoderChoice> choice(long now) {
        if (looked == Long.MIN_VALUE || now - looked >= LOOK_EVERY_MILLIS || now < looked) {
            looked = now;
            readSnapshots();
            choice = parts.rule().choose(known.values(), pointers(), request(), id -> isUsable(id));
        }
        return choice;
    }

    /** A snapshot that was announced. */
    Optional<ModelSnapshot> snapshot(String id) {
        return Optional.ofNullable(known.get(id));
    }

    boolean isUsable(String id) {
        return !parts.embedder().unusable().contains(id);
    }

    private void readSnapshots() {
        try (KeyValueIterator<String, byte[]> all = snapshots.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (!known.containsKey(entry.key)) {
                    read(Topics.MODEL_SNAPSHOTS, parts.snapshots(), entry.key, entry.value)
                            .ifPresent(snapshot -> known.put(entry.key, snapshot));
                }
            }
        }
    }

    private Collection<ChannelPointer> pointers() {
        List<ChannelPointer> pointers = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = channels.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                read(Topics.MODEL_CHANNELS, parts.pointers(), entry.key, entry.value)
                        .ifPresent(pointers::add);
            }
        }
        return pointers;
    }

    private Optional<DriftAnchor> request() {
        byte[] newest = anchors.get(parts.config().applicationId());
        return newest == null
                ? Optional.empty()
                : read(Topics.DRIFT_ANCHORS, parts.anchors(), parts.config().applicationId(), newest);
    }

    /** A record that can never be read is logged and passed over; others are worth waiting for. */
    private <V extends SpecificRecord> Optional<V> read(
            Topic<V> topic, AvroDeserializer<V> deserializer, String key, byte[] value) {
        try {
            return parts.retry()
                    .call(
                            "decoding " + topic.name() + " " + key,
                            () -> Optional.ofNullable(deserializer.deserialize(topic.name(), value)));
        } catch (BadRecordException bad) {
            log.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("key", key)
                    .addKeyValue("found", bad.getMessage())
                    .log("Passed over a record that cannot be read");
            return Optional.empty();
        }
    }
}
