package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The snapshots of a model that a channel serves now, and those it would go back to: their checkpoints are kept. A channel
 * may serve none, and one that is revoked is neither.
 *
 * <p>Not thread-safe: it belongs to the thread that writes checkpoints.
 */
public final class LiveSnapshots implements AutoCloseable {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_CHANNELS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String model;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<ChannelPointer> deserializer;
    private final Map<String, ChannelPointer> byChannel = new HashMap<>();

    /** A reader of the model's channels, from the first record on; nothing is read before the first question. */
    public LiveSnapshots(String model, Map<String, String> kafka, Deserializer<ChannelPointer> deserializer) {
        this(
                model,
                new KafkaConsumer<>(settings(model, kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                deserializer);
    }

    /** Takes over a consumer. */
    LiveSnapshots(String model, Consumer<byte[], byte[]> consumer, Deserializer<ChannelPointer> deserializer) {
        this.model = model;
        this.consumer = consumer;
        this.deserializer = deserializer;
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    private static Map<String, Object> settings(String model, Map<String, String> kafka) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, LineageSettings.client(model) + "-channels");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 0);
        return settings;
    }

    /**
     * Ids of the snapshots that channels serve now or would go back to.
     *
     * @throws KafkaException if broker or registry do not say, or a record cannot be understood; a later question asks
     *     them again
     */
    public Set<String> ids() {
        readOn();
        Set<String> ids = new HashSet<>();
        byChannel.values().forEach(pointer -> ids.addAll(needed(pointer)));
        return ids;
    }

    /**
     * Id of the snapshot that a channel serves now; empty if it serves none.
     *
     * @throws KafkaException as {@link #ids}
     */
    public Optional<String> served(String channel) {
        readOn();
        return byChannel.values().stream()
                .filter(pointer -> pointer.getChannel().equals(channel))
                .map(ChannelPointer::getSnapshotId)
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    private void readOn() {
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        while (consumer.position(PARTITION) < end) {
            consumer.poll(POLL).forEach(this::takeOrStay);
        }
    }

    /** What could not be read is read again, lest a snapshot that is live be taken for one that is not. */
    private void takeOrStay(ConsumerRecord<byte[], byte[]> record) {
        try {
            take(record);
        } catch (KafkaException e) {
            consumer.seek(PARTITION, record.offset());
            throw e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            ChannelPointer pointer = deserializer.deserialize(record.topic(), record.value());
            if (pointer == null) {
                byChannel.remove(key);
            } else if (pointer.getModelId().equals(model)) {
                byChannel.put(key, pointer);
            }
        } catch (BadRecordException e) {
            throw new KafkaException(
                    "expected a channel's pointer, found " + e.getMessage() + " in " + PARTITION + "@"
                            + record.offset(),
                    e);
        }
    }

    private static Set<String> needed(ChannelPointer pointer) {
        Set<String> ids = new HashSet<>(pointer.getFallbacks());
        ids.add(pointer.getSnapshotId());
        ids.remove(""); // the channel serves none
        return ids;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
