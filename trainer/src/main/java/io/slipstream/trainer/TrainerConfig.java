package io.slipstream.trainer;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.method.ByolConfig;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.snapshot.SnapshotConfig;
import io.slipstream.trainer.stream.BatchConfig;
import io.slipstream.trainer.stream.IntakeConfig;
import io.slipstream.trainer.view.ViewConfig;
import java.time.Duration;
import java.util.Map;

/** Configuration of the trainer service. */
public record TrainerConfig(
        @Key(doc = "Model id: names the lineage of snapshots; one running trainer per id.", value = "slipstream")
        String model,

        @Key(doc = "Seed of every random stream: weights, views, replay.", value = "1")
        long seed,

        @Key(doc = "Where on the topic a new lineage starts.", value = "earliest", allowed = StartAt.ALLOWED)
        String startAt,

        @Key(doc = "Threads within one tensor operator; 0 is one per core.", value = "0", min = 0, max = 1024)
        int threads,

        @Key(doc = "Reading and decoding the stream.") IntakeConfig intake,
        @Key(doc = "Which encoder learns.") NetworkConfig network,
        @Key(doc = "The self-supervised method.") ByolConfig byol,
        @Key(doc = "The random views a step compares.") ViewConfig views,

        @Key(doc = "How the student learns from its gradients.")
        OptimizerConfig optimizer,

        @Key(doc = "How batches are mixed from stream and replay.")
        BatchConfig batch,

        @Key(doc = "Images the replay buffer holds at most.", value = "16384", min = 2)
        int replayCapacity,

        @Key(doc = "Where snapshots go, and how often.") SnapshotConfig snapshot,

        @Key(doc = "Time between two records of training metrics.", value = "2s", min = 0.1)
        Duration metricsEvery,

        @Key(doc = "Limits on images.") ImageLimits limits,

        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    private static final String MODEL = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    public TrainerConfig {
        if (!model.matches(MODEL)) {
            throw new IllegalArgumentException("model: must be at most 100 letters, digits, dots, dashes and"
                    + " underscores, starting with a letter or digit: it names the directories of snapshots");
        }
        KafkaSettings.check(kafka);
        try {
            StartAt.parse(startAt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("start-at: " + e.getMessage(), e);
        }
    }
}
