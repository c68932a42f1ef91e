package io.slipstream.evaluator;

import io.slipstream.evaluator.follow.KnnConfig;
import io.slipstream.evaluator.follow.RetryConfig;
import io.slipstream.evaluator.follow.StartAt;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import java.util.Map;
import java.util.Optional;

/** The configuration of the evaluator. */
public record EvaluatorConfig(
        @Key(doc = "The model lineage to follow; all of them if absent.")
        Optional<String> model,

        @Key(
                doc =
                        "Where a lineage without scores starts on the snapshot topic; one that has scores goes on behind the"
                                + " last.",
                value = "earliest",
                allowed = StartAt.ALLOWED)
        String startAt,

        @Key(doc = "The labelled images every snapshot is judged on.")
        ProbeSetConfig probeSet,

        @Key(doc = "How encoders are run.") EncoderConfig encoder,

        @Key(doc = "The nearest-neighbour probe.") KnnConfig knn,

        @Key(
                doc = "Seed of the sample of the probe set and of its split into bank and queries; scores compare only"
                        + " under the same seed.",
                value = "1")
        long seed,

        @Key(doc = "How long to wait for what does not answer.")
        RetryConfig retry,

        @Key(doc = "Any property of Kafka's clients.", value = "{bootstrap.servers: 127.0.0.1:9092}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    public EvaluatorConfig {
        try {
            StartAt.parse(startAt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("start-at: " + e.getMessage(), e);
        }
        KafkaSettings.check(kafka);
    }
}
