package io.slipstream.evaluator.follow;

import static java.util.Objects.requireNonNull;

import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of one partition from its beginning to its end, and then whatever is added.
 *
 * <p>A record that can never be read is logged with its coordinates, counted and passed over; one that cannot be read now,
 * because the registry does not answer, is waited for. Used by one thread, but for {@link #wakeup}.
 */
final class TopicReader<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final AvroDeserializer<V> deserializer;
    private final TopicPartition partition;
    private final Retry retry;
    private long unreadable;

    /** @param consumer of no group and no partition yet; closed with the reader */
    TopicReader(Topic<V> topic, Consumer<String, byte[]> consumer, AvroDeserializer<V> deserializer, Retry retry) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.retry = retry;
        partition = new TopicPartition(topic.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /**
     * The offset at which a reader who starts now has to begin.
     *
     * <p>The end is asked for before the offset of a time, so that a record that arrives in between is after both.
     */
    long offsetOf(StartAt startAt) {
        if (startAt instanceof StartAt.Earliest) {
            return 0;
        }
        long end = end();
        if (startAt instanceof StartAt.Time time) {
            Map<TopicPartition, Long> query = Map.of(partition, time.instant().toEpochMilli());
            return retry.call(
                            "asking for the offset of " + time.instant() + " on " + partition,
                            () -> Optional.ofNullable(
                                    consumer.offsetsForTimes(query).get(partition)))
                    .map(OffsetAndTimestamp::offset)
                    .orElse(end);
        }
        return end;
    }

    /**
     * What has been added since the last call, up to the end of the topic as it is on return.
     *
     * @param wait how long to wait for a first record
     */
    List<Received<V>> readNew(Duration wait) {
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
    long unreadable() {
        return unreadable;
    }

    /** Makes a waiting read throw Kafka's WakeupException; from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
