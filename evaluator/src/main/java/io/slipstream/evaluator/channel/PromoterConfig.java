package io.slipstream.evaluator.channel;

import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The configuration of the promoter. */
public record PromoterConfig(
        @Key(doc = "Model id: whose snapshots are promoted; one running promoter per id.", value = "slipstream")
        String model,

        @Key(doc = "When a snapshot moves on, and when it is taken back.")
        GatesConfig gates,

        @Key(
                doc =
                        "Ages and waits are measured in event time, which moves with the records. When none has come for so"
                                + " long, the clock of this machine moves it on; never if it is empty.",
                value = "1m",
                min = 0)
        Optional<Duration> quietAfter,

        @Key(doc = "How long to wait for what does not answer.")
        RetryConfig retry,

        @Key(doc = "Any property of Kafka's clients.", value = "{bootstrap.servers: 127.0.0.1:9092}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    private static final String MODEL = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    public PromoterConfig {
        if (!model.matches(MODEL)) {
            throw new IllegalArgumentException(
                    "model: at most 100 letters, digits, dots, dashes and underlines, of which"
                            + " the first is a letter or digit");
        }
        KafkaSettings.check(kafka);
    }
}
