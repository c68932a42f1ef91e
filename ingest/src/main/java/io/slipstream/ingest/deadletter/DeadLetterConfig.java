package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import java.util.Map;

/** Configuration of {@code slipstream dead-letter}: which brokers and which registry. */
public record DeadLetterConfig(
        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    public DeadLetterConfig {
        kafka = Map.copyOf(kafka);
        KafkaSettings.check(kafka);
    }
}
