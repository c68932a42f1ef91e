package io.slipstream.ingest.publish;

import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Producer settings whose time limits follow from how long the service waits for a broker. */
final class ProducerSettings {

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private ProducerSettings() {}

    /** Settings without serializers; what the user sets wins. */
    static Map<String, Object> of(Map<String, String> kafka, Duration giveUpAfter) {
        Map<String, Object> settings = KafkaSettings.producer(kafka, "slipstream-ingest");
        // The client insists on linger.ms + request.timeout.ms <= delivery.timeout.ms.
        long request =
                Math.min(LONGEST_REQUEST.toMillis(), giveUpAfter.dividedBy(2).toMillis());
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) request);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) giveUpAfter.toMillis());
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, giveUpAfter.toMillis());
        return settings;
    }
}
