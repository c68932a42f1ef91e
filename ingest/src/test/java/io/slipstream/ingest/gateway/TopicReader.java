package io.slipstream.ingest.gateway;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is on the topics. */
record TopicReader(String bootstrapServers, String registry) {

    List<ImageSample> samples() {
        return read(Topics.IMAGES_RAW).stream().map(ConsumerRecord::value).toList();
    }

    List<DeadLetter> letters() {
        return read(Topics.IMAGES_DEAD_LETTER).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    <V extends SpecificRecord> V sampleAt(Topic<V> topic, int partition, long offset) {
        return read(topic).stream()
                .filter(record -> record.partition() == partition && record.offset() == offset)
                .findFirst()
                .orElseThrow()
                .value();
    }

    static byte[] bytes(ImageSample sample) {
        byte[] bytes = new byte[sample.getBytes().remaining()];
        sample.getBytes().duplicate().get(bytes);
        return bytes;
    }

    private <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic<V> topic) {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        RegistryConfig config = new RegistryConfig(registry, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of());
        try (var consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(Map.of("bootstrap.servers", bootstrapServers), "reader"),
                new StringDeserializer(),
                new AvroDeserializer<>(Registry.connect(config), topic.valueType()))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
