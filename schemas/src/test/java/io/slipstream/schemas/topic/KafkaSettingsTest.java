package io.slipstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

    @Test
    void theProducerIsIdempotentAndBatches() {
        assertThat(KafkaSettings.producer(Map.of(), "ingest"))
                .containsEntry("bootstrap.servers", "127.0.0.1:9092")
                .containsEntry("client.id", "ingest")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "zstd")
                .containsEntry("batch.size", 262144);
    }

    @Test
    void theConsumerReadsWhatWasCommittedAndCommitsNothingByItself() {
        assertThat(KafkaSettings.consumer(Map.of(), "trainer"))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "earliest")
                .doesNotContainKey("group.id");
        assertThat(KafkaSettings.consumer(Map.of(), "trainer", "demo")).containsEntry("group.id", "demo");
    }

    @Test
    void theUserWins() {
        Map<String, String> kafka =
                Map.of("bootstrap.servers", "b:9092", "linger.ms", "99", "compression.type", "none");

        assertThat(KafkaSettings.producer(kafka, "ingest"))
                .containsEntry("bootstrap.servers", "b:9092")
                .containsEntry("linger.ms", "99")
                .containsEntry("compression.type", "none");
    }

    @Test
    void aPropertyOfAnotherClientIsLeftOutAndAnUnknownOneIsPassedOn() {
        Map<String, String> kafka = Map.of("linger.ms", "99", "fetch.min.bytes", "1", "my.interceptor.url", "x");

        assertThat(KafkaSettings.producer(kafka, "a"))
                .containsKeys("linger.ms", "my.interceptor.url")
                .doesNotContainKey("fetch.min.bytes");
        assertThat(KafkaSettings.consumer(kafka, "a"))
                .containsKeys("fetch.min.bytes", "my.interceptor.url")
                .doesNotContainKey("linger.ms");
        assertThat(KafkaSettings.admin(kafka, "a"))
                .containsKey("my.interceptor.url")
                .doesNotContainKeys("linger.ms", "fetch.min.bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks", "enable.idempotence", "enable.auto.commit", "isolation.level", "group.id", "transactional.id",
                "key.serializer", "value.serializer", "key.deserializer", "value.deserializer", "auto.offset.reset",
                        "client.id"
            })
    void aPropertyTheServiceOwnsIsRefusedByName(String name) {
        assertThatThrownBy(() -> KafkaSettings.producer(Map.of(name, "x"), "ingest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kafka: ")
                .hasMessageContaining(name);
    }

    @Test
    void kafkaAcceptsTheDefaults() {
        Map<String, Object> producer = new HashMap<>(KafkaSettings.producer(Map.of(), "a"));
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        Map<String, Object> consumer = new HashMap<>(KafkaSettings.consumer(Map.of(), "a", "g"));
        consumer.put("key.deserializer", ByteArrayDeserializer.class);
        consumer.put("value.deserializer", ByteArrayDeserializer.class);

        assertThat(new ProducerConfig(producer).getInt("max.request.size")).isGreaterThan(10 << 20);
        assertThat(new ConsumerConfig(consumer).getInt("max.poll.records")).isEqualTo(1000);
    }
}
