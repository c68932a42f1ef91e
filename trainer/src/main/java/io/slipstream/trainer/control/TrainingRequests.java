package io.slipstream.trainer.control;

import io.slipstream.schemas.record.TrainingAction;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.serde.RegistryRefusedException;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests made to one model's trainer since its lineage started, in the order they were made.
 *
 * <p>Requests are a convenience, training is not: a broker that does not answer delays them, and what cannot be read or
 * is not understood is logged and passed over. Not thread-safe: it belongs to the training thread.
 */
public final class TrainingRequests implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TrainingRequests.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.TRAINING_REQUESTS.name(), 0);
    private static final Duration PATIENCE = Duration.ofMillis(3); // of a training step that is due

    private final String model;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<TrainingRequest> deserializer;
    private final Queue<ConsumerRecord<byte[], byte[]>> unread = new ArrayDeque<>();
    private long next;
    private boolean unreachable;

    /**
     * Opens a consumer with the given settings, without a group.
     *
     * @param from offset to go on at; without it, where the topic ends now
     * @throws KafkaException if the broker does not say where that is
     */
    public static TrainingRequests open(
            String model,
            OptionalLong from,
            Map<String, Object> consumerSettings,
            Deserializer<TrainingRequest> deserializer) {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        // The broker answers at once, so that an answer comes within a poll and not half a second after it.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 0);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new TrainingRequests(model, from, consumer, deserializer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Takes over a consumer and moves it to an offset, or to the end of the topic. */
    TrainingRequests(
            String model,
            OptionalLong from,
            Consumer<byte[], byte[]> consumer,
            Deserializer<TrainingRequest> deserializer) {
        this.model = model;
        this.consumer = consumer;
        this.deserializer = deserializer;
        consumer.assign(List.of(PARTITION));
        if (from.isPresent()) {
            consumer.seek(PARTITION, from.getAsLong());
        } else {
            consumer.seekToEnd(List.of(PARTITION));
        }
        next = consumer.position(PARTITION); // seekToEnd by itself is lazy: it would skip what is asked before a poll
    }

    /** Offset after the last request that {@link #poll} returned or passed over. */
    public long next() {
        return next;
    }

    /**
     * The requests that have arrived since the last call; each has an action other than UNKNOWN.
     *
     * <p>Waits a few milliseconds at most, and for the registry when a request is the first of its schema. Throws nothing
     * for what the broker, the registry or a record is to blame: what could not be read for now is read by a later call.
     */
    public List<TrainingRequest> poll() {
        List<TrainingRequest> requests = new ArrayList<>();
        try {
            if (unread.isEmpty()) {
                consumer.poll(PATIENCE).forEach(unread::add);
            }
            while (!unread.isEmpty()) {
                read(unread.element()).ifPresent(requests::add);
                next = unread.remove().offset() + 1;
            }
            unreachable = false;
        } catch (KafkaException e) {
            if (!unreachable) {
                log.atWarn()
                        .addKeyValue("topic", PARTITION.topic())
                        .addKeyValue("cause", e.getMessage())
                        .log("Requests to the trainer cannot be read for now; training goes on");
            }
            unreachable = true;
        }
        return requests;
    }

    private Optional<TrainingRequest> read(ConsumerRecord<byte[], byte[]> record) {
        TrainingRequest request;
        try {
            request = deserializer.deserialize(record.topic(), record.value());
        } catch (BadRecordException | RegistryRefusedException e) {
            return passedOver(record, e.getMessage());
        }
        if (request == null) {
            return passedOver(record, "expected a request, found a record without a value");
        }
        if (!request.getModelId().equals(model)) {
            return Optional.empty();
        }
        if (request.getAction() == TrainingAction.UNKNOWN) {
            return passedOver(record, "expected an action that this trainer knows, found one it does not");
        }
        return Optional.of(request);
    }

    private static Optional<TrainingRequest> passedOver(
            ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
        log.atWarn()
                .addKeyValue("record", record.topic() + "-" + record.partition() + "@" + record.offset())
                .addKeyValue("message", message)
                .log("Passed over a request to the trainer");
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
