package io.slipstream.trainer;

import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.trainer.anneal.AnnealConfig;
import io.slipstream.trainer.backbone.PretrainedConfig;
import io.slipstream.trainer.checkpoint.CheckpointConfig;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.health.HealthConfig;
import io.slipstream.trainer.health.RollbackConfig;
import io.slipstream.trainer.method.ByolConfig;
import io.slipstream.trainer.method.DinoConfig;
import io.slipstream.trainer.method.LearnerSettings;
import io.slipstream.trainer.method.MethodName;
import io.slipstream.trainer.method.Methods;
import io.slipstream.trainer.method.MocoV2Config;
import io.slipstream.trainer.method.MocoV3Config;
import io.slipstream.trainer.method.RegularizersConfig;
import io.slipstream.trainer.method.SimClrConfig;
import io.slipstream.trainer.method.SimSiamConfig;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.replay.ReplayConfig;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import io.slipstream.trainer.snapshot.SnapshotConfig;
import io.slipstream.trainer.stream.BatchConfig;
import io.slipstream.trainer.stream.IntakeConfig;
import io.slipstream.trainer.view.ViewConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

        @Key(
                doc = "Where training runs: auto is the first GPU if there is one, else the processor; several devices"
                        + " share each batch.",
                value = "auto",
                allowed = Devices.ALLOWED)
        List<String> device,

        @Key(doc = "Reading and decoding the stream.") IntakeConfig intake,
        @Key(doc = "Which encoder learns.") NetworkConfig network,

        @Key(doc = "Weights or a network to start from, instead of random weights.")
        PretrainedConfig pretrained,

        @Key(doc = "The self-supervised method; its settings are in the section of its name.", value = "moco-v3")
        MethodName method,

        @Key(doc = "Settings of BYOL.") ByolConfig byol,
        @Key(doc = "Settings of MoCo v2.") MocoV2Config mocoV2,
        @Key(doc = "Settings of MoCo v3.") MocoV3Config mocoV3,
        @Key(doc = "Settings of DINO.") DinoConfig dino,
        @Key(doc = "Settings of SimSiam.") SimSiamConfig simsiam,
        @Key(doc = "Settings of SimCLR.") SimClrConfig simclr,

        @Key(doc = "What keeps the encoder from forgetting, beside replay; any of them with any method.")
        RegularizersConfig regularizers,

        @Key(doc = "The random views a step compares.") ViewConfig views,

        @Key(
                doc =
                        "Side in pixels of the images as they are kept for training, from which views are cropped; 0 is the"
                                + " network's image size, twice that gives sharper crops for four times the memory.",
                value = "0",
                min = 0,
                max = 1024)
        int sourceSize,

        @Key(doc = "The optimizer and its learning rate.") OptimizerConfig optimizer,
        @Key(doc = "When learning counts as unwell.") HealthConfig health,
        @Key(doc = "What to do when it is.") RollbackConfig rollback,

        @Key(doc = "How batches are mixed from stream and replay.")
        BatchConfig batch,

        @Key(doc = "What the replay buffer keeps.") ReplayConfig replay,

        @Key(doc = "The former name of replay.capacity, which it overrides where it is given.", min = 0)
        Optional<Integer> replayCapacity,

        @Key(doc = "Where snapshots go, and how often.") SnapshotConfig snapshot,

        @Key(doc = "From where training goes on after a stop.")
        CheckpointConfig checkpoint,

        @Key(doc = "How slipstream anneal makes a release of a checkpoint; training itself goes by none of it.")
        AnnealConfig anneal,

        @Key(doc = "Time between two records of training metrics.", value = "2s", min = 0.1)
        Duration metricsEvery,

        @Key(doc = "Limits on images.") ImageLimits limits,

        @Key(doc = "The store of large images, whose records carry a reference; when absent, such records are refused.")
        Optional<BlobFetcherConfig> claimCheck,

        @Key(
                doc = "Any Kafka client property: bootstrap.servers, security.protocol, sasl.jaas.config, …",
                value = "{bootstrap.servers: '127.0.0.1:9092'}")
        Map<String, String> kafka,

        @Key(doc = "The schema registry.") RegistryConfig registry) {

    private static final String MODEL = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    public TrainerConfig {
        replay = replayCapacity.map(replay::withCapacity).orElse(replay);
        replayCapacity = Optional.empty();
        if (!model.matches(MODEL)) {
            throw new IllegalArgumentException("model: must be at most 100 letters, digits, dots, dashes and"
                    + " underscores, starting with a letter or digit: it names the directories of snapshots");
        }
        KafkaSettings.check(kafka);
        try {
            Devices.check(device);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("device: " + e.getMessage(), e);
        }
        if (sourceSize != 0 && sourceSize < network.imageSize()) {
            throw new IllegalArgumentException(
                    "source-size: must be 0 or at least network.image-size, which is " + network.imageSize());
        }
        if (views.local().count() > 0 && !method.takesLocalViews()) {
            throw new IllegalArgumentException(
                    "views: local.count must be 0 for " + method + ", which compares two views of an image");
        }
        if (views.local().count() > 0 && views.local().sizeBeside(network.imageSize()) % network.sideUnit() != 0) {
            throw new IllegalArgumentException(
                    "views: local.size must be a multiple of the network's patch, which is " + network.sideUnit());
        }
        if (replay.capacity() > 0
                && replay.policy() != Policy.NONE
                && replay.slots(keeping(replay, network, sourceSize).bytes()) == 0) {
            throw new IllegalArgumentException("replay: memory must hold at least one image, which takes "
                    + keeping(replay, network, sourceSize).bytes() + " bytes and what is known of it");
        }
        if (method == MethodName.MOCO_V2 && mocoV2.queue() < batch.size()) {
            throw new IllegalArgumentException("moco-v2: queue must be at least batch.size, which is " + batch.size());
        }
        if (regularizers.gram().weight() > 0 && (!network.hasPatchTokens() || pretrained.isForeign())) {
            throw new IllegalArgumentException(
                    "regularizers: gram.weight must be 0 for a network without patch tokens: a built-in vision"
                            + " transformer has them");
        }
        try {
            StartAt.parse(startAt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("start-at: " + e.getMessage(), e);
        }
    }

    /** The chosen method with its settings. */
    public Methods methods() {
        return new Methods(method, byol, mocoV2, mocoV3, dino, simsiam, simclr);
    }

    /** Side in pixels of the images as they are kept for training. */
    public int keptSize() {
        return keeping().side();
    }

    /** How images are kept for training. */
    public Keeping keeping() {
        return keeping(replay, network, sourceSize);
    }

    private static Keeping keeping(ReplayConfig replay, NetworkConfig network, int sourceSize) {
        return replay.keeping(sourceSize == 0 ? network.imageSize() : sourceSize);
    }

    /** How a learner learns. */
    public LearnerSettings learner() {
        return new LearnerSettings(
                views,
                optimizer,
                regularizers,
                batch.size(),
                keptSize(),
                pretrained.frozenSteps(),
                health.every(),
                replay.observes() ? replay.features() : 0,
                seed);
    }
}
