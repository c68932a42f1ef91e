package io.slipstream.deploy.reference;

import io.slipstream.evaluator.EvaluatorConfig;
import io.slipstream.evaluator.channel.PromoterConfig;
import io.slipstream.evaluator.watch.DriftConfig;
import io.slipstream.ingest.IngestConfig;
import io.slipstream.ingest.curation.CurationConfig;
import io.slipstream.ingest.deadletter.DeadLetterConfig;
import io.slipstream.ingest.gateway.GatewayConfig;
import io.slipstream.ingest.topics.TopicsConfig;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.config.ConfigReference;
import io.slipstream.trainer.TrainerConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * The configuration of one service.
 *
 * @param name name of the service's file, without {@code .yaml}
 * @param intro first paragraph of its reference page
 * @param type the record it is read into
 */
record ServiceConfig(String name, String intro, Class<? extends Record> type) {
    /** Every service that is configured by a file. */
    static List<ServiceConfig> all() {
        return List.of(
                new ServiceConfig(
                        "ingest",
                        "One source, one topic: `slipstream ingest --config ingest.yaml`.",
                        IngestConfig.class),
                new ServiceConfig(
                        "gateway",
                        "Images by HTTP: `slipstream gateway --config gateway.yaml`. How to send them: [producing](../producing.md).",
                        GatewayConfig.class),
                new ServiceConfig(
                        "curation",
                        "From `images.raw` to `images`: `slipstream curate --config curation.yaml`."
                                + " What the keys do is told in [curation.md](../curation.md).",
                        CurationConfig.class),
                new ServiceConfig(
                        "dead-letter",
                        "Refused inputs: `slipstream dead-letter list --config dead-letter.yaml`.",
                        DeadLetterConfig.class),
                new ServiceConfig(
                        "topics",
                        "The pipeline's topics: `slipstream topics plan --config topics.yaml`.",
                        TopicsConfig.class),
                new ServiceConfig(
                        "trainer",
                        "One model, one running trainer: `slipstream train --config trainer.yaml`.",
                        TrainerConfig.class),
                new ServiceConfig(
                        "evaluator",
                        "Scores and reports on every snapshot: `slipstream evaluate --config evaluator.yaml`."
                                + " What they mean is told in [evaluation.md](../evaluation.md).",
                        EvaluatorConfig.class),
                new ServiceConfig(
                        "drift",
                        "The stream watched for drift: `slipstream drift --config drift.yaml`."
                                + " What the keys do is told in [drift.md](../drift.md).",
                        DriftConfig.class),
                new ServiceConfig(
                        "promoter",
                        "Channels of one model: `slipstream promote --config promoter.yaml`."
                                + " What the keys do is told in [promotion.md](../promotion.md).",
                        PromoterConfig.class));
    }

    /** The file name of its reference page. */
    String page() {
        return name + ".md";
    }

    /** Its reference page. */
    String markdown() {
        return ConfigReference.markdown("Configuration of " + name, intro, type);
    }

    /** The file with every default filled in. */
    String effective(Path file) throws ConfigException {
        return ConfigLoader.effectiveYaml(ConfigLoader.load(file, type));
    }
}
