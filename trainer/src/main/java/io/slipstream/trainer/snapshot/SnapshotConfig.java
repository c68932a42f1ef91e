package io.slipstream.trainer.snapshot;

import io.slipstream.schemas.config.Key;
import java.nio.file.Path;

/** Where snapshots go, and how often. */
public record SnapshotConfig(
        @Key(
                doc = "Directory of the snapshot store; the evaluator must see the same one.",
                value = ".slipstream/snapshots")
        Path store,

        @Key(
                doc = "Images in training between two snapshots, replayed ones counted each time.",
                value = "50000",
                min = 1)
        long every,

        @Key(
                doc = "Replayed images on which the statistics of the encoder's batch norms are estimated anew for each"
                        + " snapshot, training keeping its own; 0 publishes those of training. 512 to 4096 are plenty.",
                value = "0",
                min = 0,
                max = 1000000)
        int reestimateOn) {}
