package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Letters that are to be deleted: per partition, all before an offset, because Kafka deletes nothing but beginnings.
 *
 * @param firsts first offset of each partition
 * @param ends   the offset before which everything goes
 */
record Purge(Map<TopicPartition, Long> firsts, Map<TopicPartition, Long> ends) {

    /** Everything that is there now, or what was refused before an instant. */
    static Purge plan(Map<String, String> kafka, Optional<Instant> before) {
        try (KafkaConsumer<byte[], byte[]> consumer = DeadLetterReader.consumer(kafka)) {
            List<TopicPartition> partitions = DeadLetterReader.partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            before.ifPresent(time -> {
                Map<TopicPartition, Long> times = partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> time.toEpochMilli()));
                consumer.offsetsForTimes(times).forEach((partition, first) -> keepFrom(ends, partition, first));
            });
            return new Purge(consumer.beginningOffsets(partitions), ends);
        }
    }

    /** Null stands for a partition without a letter of that time or later. */
    private static void keepFrom(
            Map<TopicPartition, Long> ends, TopicPartition partition, @Nullable OffsetAndTimestamp first) {
        if (first != null) {
            ends.merge(partition, first.offset(), Math::min);
        }
    }

    /** Offsets that go, by partition; partitions where none goes are left out. */
    Map<Integer, Long> counts() {
        Map<Integer, Long> counts = new TreeMap<>();
        ends.forEach((partition, end) -> {
            long count = end - firsts.getOrDefault(partition, 0L);
            if (count > 0) {
                counts.put(partition.partition(), count);
            }
        });
        return counts;
    }

    /**
     * Deletes them, for good.
     *
     * @throws KafkaException if the brokers refuse or do not answer
     */
    void delete(Map<String, String> kafka) {
        Map<TopicPartition, RecordsToDelete> toDelete = ends.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "slipstream-dead-letter"))) {
            admin.deleteRecords(toDelete).all().get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }
}
