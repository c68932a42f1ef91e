package io.slipstream.trainer.scan;

import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
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
public final class TopicScan implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final int LONGEST_WAIT_MILLIS = 10_000; // for a broker; the client's minute is long for a person
    private static final int MOST_EMPTY_POLLS = 45; // longer than the time after which the broker ends a transaction

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    private TopicScan(Admin admin, Consumer<byte[], byte[]> consumer) {
        this.admin = admin;
        this.consumer = consumer;
    }

    /**
     * A reader with clients of its own, which gives up after 10 s on a broker that does not answer, unless the user's
     * settings say otherwise.
     *
     * @param kafka the user's client properties
     */
    public static TopicScan open(Map<String, String> kafka, String clientId) {
        Map<String, Object> adminSettings = KafkaSettings.admin(kafka, clientId);
        if (!adminSettings.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)
                && !adminSettings.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            adminSettings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
            adminSettings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
        }
        Map<String, Object> settings = KafkaSettings.consumer(kafka, clientId);
        // What retention deletes while it is being read must not be passed over in silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        Admin admin = Admin.create(adminSettings);
        try {
            return new TopicScan(
                    admin, new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    /**
     * The offsets of a partition: from the first that is there to after the last.
     *
     * @param first of the first record that is there
     * @param end after the last record, those of open transactions included
     */
    public record Extent(long first, long end) {}

    /** The extent of a partition now; empty if there is no such partition. */
    public Optional<Extent> extent(TopicPartition partition) {
        try {
            int partitions = description(partition.topic()).partitions().size();
            return partition.partition() < partitions
                    ? Optional.of(new Extent(
                            offset(partition, OffsetSpec.earliest()), offset(partition, OffsetSpec.latest())))
                    : Optional.empty();
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    /** Kafka's id of a topic, which one made anew does not share with the one before it; empty if there is no such topic. */
    public Optional<String> id(String topic) {
        try {
            return Optional.of(description(topic).topicId().toString());
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    private TopicDescription description(String topic) {
        return await(Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
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
    public void read(
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
        try (admin) {
            consumer.close();
        }
    }
}
