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
        long every) {}
