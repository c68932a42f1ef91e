package io.slipstream.evaluator;

import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetName;
import io.slipstream.evaluator.report.ReportConfig;
import io.slipstream.evaluator.score.DomainConfig;
import io.slipstream.evaluator.score.Domains;
import io.slipstream.evaluator.score.FewShotConfig;
import io.slipstream.evaluator.score.KnnConfig;
import io.slipstream.evaluator.score.LinearConfig;
import io.slipstream.evaluator.score.ProbeSettings;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import java.util.List;
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

        @Key(
                doc =
                        "The labelled images every snapshot is judged on: any number of sets, each under the name it has in the"
                                + " scores.")
        Map<String, ProbeSetConfig> probeSets,

        @Key(doc = "How encoders are run.") EncoderConfig encoder,

        @Key(doc = "The nearest-neighbour probe.") KnnConfig knn,

        @Key(doc = "What is found out without labels.") ReportConfig report,

        @Key(doc = "The linear probe.") LinearConfig linear,

        @Key(doc = "The linear probe on a few images of each class.")
        FewShotConfig fewShot,

        @Key(doc = "Domains that the stream has shown one after the other, oldest first; of what is forgotten of them.")
        List<DomainConfig> domains,

        @Key(
                doc =
                        "Seed of the samples of the probe sets, of their splits, of the draws and of the intervals, and of"
                                + " the canonical images and their views; scores and reports compare only under the same seed.",
                value = "1")
        long seed,

        @Key(doc = "Store of the labelled images that are too large for the topic probe-samples; none if absent.")
        Optional<BlobFetcherConfig> claimCheck,

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
        List<String> malformed = probeSets.keySet().stream()
                .filter(name -> !ProbeSetName.isValid(name))
                .toList();
        if (!malformed.isEmpty()) {
            throw new IllegalArgumentException(
                    "probe-sets: names of " + ProbeSetName.FORM + ", not " + String.join(", ", malformed));
        }
        for (DomainConfig domain : new Domains(domains).all()) {
            if (!probeSets.containsKey(domain.probeSet())) {
                throw new IllegalArgumentException("domains: of every domain a probe-set that is one of probe-sets "
                        + probeSets.keySet() + "; see " + domain.name());
            }
        }
    }

    /** How the probe sets are scored. */
    ProbeSettings probes() {
        return new ProbeSettings(seed, knn, linear, fewShot);
    }
}
