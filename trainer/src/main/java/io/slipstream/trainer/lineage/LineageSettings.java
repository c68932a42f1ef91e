package io.slipstream.trainer.lineage;

import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Names and Kafka settings of a lineage's writer. */
final class LineageSettings {

    /** Long for a transaction of some records; short for the readers of shared topics, who wait for one left open. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

    private LineageSettings() {}

    /** The name by which a model's trainers fence each other and appear in the broker's logs. */
    static String client(String model) {
        return "slipstream-trainer-" + model;
    }

    /** The group under which monitoring tools see how far a model's trainer has read. */
    static String group(String model) {
        return "slipstream-" + model;
    }

    /** A transactional producer, without serializers; what the user sets wins where guarantees do not rest on it. */
    static Map<String, Object> producer(Map<String, String> kafka, String model) {
        Map<String, Object> settings = KafkaSettings.producer(kafka, client(model));
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, client(model));
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_CALL.toMillis());
        return settings;
    }
}
