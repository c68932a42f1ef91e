package io.slipstream.ingest.deadletter;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the dead letters that are there when it starts, and none that come meanwhile. Not thread-safe. */
final class DeadLetterReader {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LONGEST_WAIT_MILLIS = 15_000;

    private final DeadLetterConfig config;
    private final AvroDeserializer<DeadLetter> letters;

    DeadLetterReader(DeadLetterConfig config, SchemaRegistryClient registry) {
        this.config = config;
        this.letters = new AvroDeserializer<>(registry, DeadLetter.class);
    }

    /**
     * Hands every letter that the filter admits to {@code reader}, in the order of its partition.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers or the registry fail
     */
    void read(LetterFilter filter, Consumer<FoundLetter> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(config.kafka())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(found.topic(), found.partition());
                    if (found.offset() < ends.getOrDefault(partition, 0L)) {
                        read(partition, found, filter, reader);
                    }
                }
            }
        }
    }

    private void read(
            TopicPartition partition,
            ConsumerRecord<byte[], byte[]> found,
            LetterFilter filter,
            Consumer<FoundLetter> reader) {
        try {
            DeadLetter letter = letters.deserialize(found.topic(), found.value());
            if (letter != null && filter.admits(letter)) {
                reader.accept(new FoundLetter(partition, found.offset(), found.headers(), letter));
            }
        } catch (BadRecordException foreign) {
            log.atWarn()
                    .addKeyValue("at", partition + "@" + found.offset())
                    .addKeyValue("cause", foreign.getMessage())
                    .log("A record of the dead-letter topic is no dead letter; left aside");
        }
    }

    /** The partitions of the topic; none if it does not exist. */
    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        String topic = Topics.IMAGES_DEAD_LETTER.name();
        List<PartitionInfo> found = consumer.listTopics().getOrDefault(topic, List.of());
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** A consumer without a group. */
    static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, "slipstream-dead-letter");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
