package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads every committed announcement of a model up to the end of the topic as it is when reading starts.
 *
 * <p>The end is that of all records, open transactions included. A reader of committed records stops where the first
 * transaction is open, which may be another model's: what this model committed behind it would be overlooked, and an
 * epoch given out twice. So the reader waits until such a transaction ends.
 */
final class AnnouncementsReader {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_CHECKPOINTS.name(), 0);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<TrainingCheckpoint> deserializer;
    private final Duration giveUpAfter;

    /**
     * A reader.
     *
     * @param consumer of committed records; the caller closes it
     */
    AnnouncementsReader(
            Admin admin,
            Consumer<byte[], byte[]> consumer,
            Deserializer<TrainingCheckpoint> deserializer,
            Duration giveUpAfter) {
        this.admin = admin;
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.giveUpAfter = giveUpAfter;
    }

    /**
     * Reads the topic.
     *
     * @throws LineageException if a record cannot be read, or the end cannot be reached in time
     */
    Announcements read(String model) throws InterruptedException {
        Patience patience = new Patience("reading " + PARTITION, giveUpAfter);
        Announcements announcements = new Announcements(model);
        long end = end(patience);
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long position = position(patience);
        while (position < end) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                announcements.add(new String(record.key(), StandardCharsets.UTF_8), value(record, patience));
            }
            position = position(patience);
            if (records.isEmpty() && position < end) {
                patience.pause(
                        "expected committed records from " + PARTITION + "@" + position + " to " + end
                                + ", found none: another trainer's transaction may be open there",
                        null);
            }
        }
        return announcements;
    }

    private long end(Patience patience) throws InterruptedException {
        ListOffsetsOptions all = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        while (true) {
            try {
                return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()), all)
                        .partitionResult(PARTITION)
                        .get()
                        .offset();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new LineageException("Failed at asking for the end of " + PARTITION + ": " + e.getCause(), e);
                }
                patience.pause(e.getCause().toString(), e);
            }
        }
    }

    private long position(Patience patience) throws InterruptedException {
        return patience.insist(() -> consumer.position(PARTITION, POLL));
    }

    private @Nullable TrainingCheckpoint value(ConsumerRecord<byte[], byte[]> record, Patience patience)
            throws InterruptedException {
        try {
            return patience.insist(() -> deserializer.deserialize(record.topic(), record.value()));
        } catch (BadRecordException e) {
            // It may be a claim, and to overlook one would give its epoch out twice.
            throw new LineageException(
                    PARTITION + "@" + record.offset() + " with key '" + new String(record.key(), StandardCharsets.UTF_8)
                            + "': " + e.getMessage()
                            + "; if it is none of a trainer's, delete it by a record of that key"
                            + " without a value",
                    e);
        }
    }
}
