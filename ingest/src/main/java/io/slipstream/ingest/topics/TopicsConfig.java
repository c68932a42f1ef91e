package io.slipstream.ingest.topics;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.topic.KafkaSettings;
import java.util.Map;

/** Configuration of {@code slipstream topics}: which brokers. */
public record TopicsConfig(
        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka) {

    public TopicsConfig {
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
    }
}
