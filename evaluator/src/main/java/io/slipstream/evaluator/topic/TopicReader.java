package io.slipstream.evaluator.topic;

import static java.util.Objects.requireNonNull;

import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of one partition from its beginning to its end, and then whatever is added.
 *
 * <p>A record that can never be read is logged with its coordinates, counted and passed over; one that cannot be read now,
 * because the registry does not answer, is waited for. Used by one thread, but for {@link #wakeup}.
 */
public final class TopicReader<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final AvroDeserializer<V> deserializer;
    private final TopicPartition partition;
    private final Retry retry;
    private long unreadable;

    /** @param consumer of no group and no partition yet; closed with the reader */
    public TopicReader(
            Topic<V> topic, Consumer<String, byte[]> consumer, AvroDeserializer<V> deserializer, Retry retry) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.retry = retry;
        partition = new TopicPartition(topic.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** The offset at which a reader who starts now has to begin. */
    public long offsetOf(StartAt startAt) {
        return retry.call(
                "asking where to start on " + partition,
                () -> requireNonNull(
                        startAt.offsets(consumer, List.of(partition)).get(partition)));
    }

    /**
     * What has been added since the last call, up to the end of the topic as it is on return.
     *
     * @param wait how long to wait for a first record
     */
    public List<Received<V>> readNew(Duration wait) {
        List<Received<V>> received = new ArrayList<>();
        ConsumerRecords<String, byte[]> polled = consumer.poll(wait);
        while (true) {
            for (ConsumerRecord<String, byte[]> record : polled) {
                decode(record).ifPresent(value -> received.add(new Received<>(record.offset(), value)));
            }
            if (consumer.position(partition) >= end()) {
                return received;
            }
            polled = consumer.poll(POLL);
        }
    }

    /** Takes one record of a compacted topic. */
    @FunctionalInterface
    public interface Taker<V> {

        /**
         * Takes it.
         *
         * @param key may be null on a topic that others write to
         * @param value null if the key has been removed
         * @throws IOException if something that the record leads to cannot be read at the moment; it is handed on again
         */
        void take(long offset, @Nullable String key, @Nullable V value) throws IOException;
    }

    /**
     * Hands on what has been added since the last call, one record at a time, up to the end of the topic as it is when the
     * call begins. Removals are handed on too; a record that can never be read is not.
     */
    public void read(Taker<V> taker) {
        long end = end();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                Optional<V> value = decode(record);
                if (value.isPresent() || record.value() == null) {
                    retry.call("taking " + partition + "@" + record.offset(), () -> {
                        taker.take(record.offset(), record.key(), value.orElse(null));
                        return partition;
                    });
                }
            }
        }
    }

    /** Makes the next call begin at the beginning of the topic again. */
    public void rewind() {
        consumer.seekToBeginning(List.of(partition));
    }

    /** The offset behind the last record that was read or passed over. */
    public long position() {
        return retry.call("asking for the position on " + partition, () -> consumer.position(partition));
    }

    private long end() {
        return retry.call(
                "asking for the end of " + partition,
                () -> requireNonNull(consumer.endOffsets(List.of(partition)).get(partition)));
    }

    private Optional<V> decode(ConsumerRecord<String, byte[]> record) {
        String at = partition + "@" + record.offset();
        try {
            return retry.call(
                    "decoding " + at,
                    () -> Optional.ofNullable(deserializer.deserialize(record.topic(), record.value())));
        } catch (BadRecordException bad) {
            unreadable++;
            log.atWarn()
                    .addKeyValue("at", at)
                    .addKeyValue("key", record.key())
                    .addKeyValue("reason", bad.reason())
                    .addKeyValue("found", bad.getMessage())
                    .log("Passed over a record that cannot be read");
            return Optional.empty();
        }
    }

    /** Records passed over so far. */
    public long unreadable() {
        return unreadable;
    }

    /** Makes a waiting read throw Kafka's WakeupException; from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
