package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.config.Key;
import java.nio.file.Path;
import java.time.Duration;

/** Where checkpoints go, how often, and which of them stay. */
public record CheckpointConfig(
        @Key(
                doc =
                        "Directory of the checkpoint store; on a file system that survives the machine if training is to.",
                value = ".slipstream/checkpoints")
        Path store,

        @Key(doc = "Time between two checkpoints: what a killed trainer does again at most.", value = "30s", min = 0.01)
        Duration every,

        @Key(doc = "The newest checkpoints that are kept.", value = "3", min = 1, max = 1000000)
        int keep,

        @Key(doc = "Of so many checkpoints one is kept for good; 0 keeps none.", value = "0", min = 0)
        int keepEvery,

        @Key(
                doc = "Checkpoints of so many of the newest snapshots are kept, for reproduction.",
                value = "10",
                min = 0,
                max = 1000000)
        int keepSnapshots,

        @Key(
                doc =
                        "Time without a successful checkpoint after which the trainer stops rather than train on in vain.",
                value = "10m",
                min = 1)
        Duration giveUpAfter) {}
