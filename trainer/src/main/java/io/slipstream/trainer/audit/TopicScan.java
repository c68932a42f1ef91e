package io.slipstream.trainer.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of partitions, whole ranges at a time, without a group.
 *
 * <p>Not thread-safe. Every method throws a KafkaException when the broker refuses or does not answer.
 */
final class TopicScan implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final int MOST_EMPTY_POLLS = 45; // longer than the time after which the broker ends a transaction

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    /**
     * A reader.
     *
     * @param admin the caller closes it
     * @param consumerSettings of a reader of committed records
     */
    TopicScan(Admin admin, Map<String, Object> consumerSettings) {
        this.admin = admin;
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        // What retention deletes while it is being read must not be passed over in silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The offsets of a partition: from the first that is there to after the last.
     *
     * @param first of the first record that is there
     * @param end after the last record, those of open transactions included
     */
    record Extent(long first, long end) {}

    /** The extent of a partition now; empty if there is no such partition. */
    Optional<Extent> extent(TopicPartition partition) {
        try {
            int partitions = await(Objects.requireNonNull(admin.describeTopics(List.of(partition.topic()))
                            .topicNameValues()
                            .get(partition.topic())))
                    .partitions()
                    .size();
            return partition.partition() < partitions
                    ? Optional.of(new Extent(
                            offset(partition, OffsetSpec.earliest()), offset(partition, OffsetSpec.latest())))
                    : Optional.empty();
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        // The last committed record would lie before a transaction that is open, or whose end is still being written.
        ListOffsetsOptions all = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return await(admin.listOffsets(Map.of(partition, which), all).partitionResult(partition))
                .offset();
    }

    /**
     * Reads a partition, having waited for transactions to end where that is needed.
     *
     * @param from first offset; it must be there
     * @param to offset after the last
     * @param each given every committed record, in order
     */
    void read(
            TopicPartition partition,
            long from,
            long to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        int emptyPolls = 0;
        while (consumer.position(partition) < to) {
            long position = consumer.position(partition);
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(record -> {
                if (record.offset() < to) {
                    each.accept(record);
                }
            });
            emptyPolls = consumer.position(partition) > position ? 0 : emptyPolls + 1;
            if (emptyPolls == MOST_EMPTY_POLLS) {
                throw new TimeoutException("expected committed records from " + partition + "@" + position + " to @"
                        + to + ", found none: the broker does not answer, or a transaction is open there");
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
