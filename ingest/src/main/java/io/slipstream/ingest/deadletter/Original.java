package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.record.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Finds the refused record of a letter on its topic again. Not thread-safe. */
final class Original implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Original(Map<String, String> kafka) {
        this.consumer = DeadLetterReader.consumer(kafka);
    }

    /** The record; nothing if the letter names none or it has expired. */
    Optional<ConsumerRecord<byte[], byte[]>> find(DeadLetter letter) {
        if (letter.getTopic() == null || letter.getPartition() == null || letter.getOffset() == null) {
            return Optional.empty();
        }
        TopicPartition partition = new TopicPartition(letter.getTopic(), letter.getPartition());
        long offset = letter.getOffset();
        if (!exists(partition)) {
            return Optional.empty();
        }
        consumer.assign(List.of(partition));
        if (!isKept(partition, offset)) {
            return Optional.empty();
        }
        consumer.seek(partition, offset);
        while (consumer.position(partition) <= offset) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL).records(partition)) {
                return found.offset() == offset ? Optional.of(found) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean exists(TopicPartition partition) {
        return consumer.listTopics().getOrDefault(partition.topic(), List.of()).stream()
                .anyMatch(info -> info.partition() == partition.partition());
    }

    private boolean isKept(TopicPartition partition, long offset) {
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, Long.MAX_VALUE);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        return first <= offset && offset < end;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
