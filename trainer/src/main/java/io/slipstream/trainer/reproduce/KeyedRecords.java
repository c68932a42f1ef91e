package io.slipstream.trainer.reproduce;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.trainer.scan.TopicScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Looks up what was committed last under a key of a compacted topic of one partition. Not thread-safe. */
final class KeyedRecords {

    private final TopicScan topics;
    private final SchemaRegistryClient registry;

    KeyedRecords(TopicScan topics, SchemaRegistryClient registry) {
        this.topics = topics;
        this.registry = registry;
    }

    /**
     * The last value of a key; empty if there is none, or it was deleted.
     *
     * @throws KafkaException if the topic or that record cannot be read, saying where
     */
    <V extends SpecificRecord> Optional<V> last(Topic<V> topic, String key) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        Deque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
        topics.extent(partition)
                .ifPresent(there -> topics.read(partition, there.first(), there.end(), record -> {
                    if (Arrays.equals(wanted, record.key())) {
                        found.clear();
                        found.add(record);
                    }
                }));
        return found.isEmpty() ? Optional.empty() : value(topic, found.getLast());
    }

    private <V extends SpecificRecord> Optional<V> value(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(
                    new AvroDeserializer<>(registry, topic.valueType()).deserialize(topic.name(), record.value()));
        } catch (BadRecordException e) {
            throw new KafkaException(topic.name() + "-0@" + record.offset() + ": " + e.getMessage(), e);
        }
    }
}
