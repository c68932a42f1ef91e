package io.slipstream.trainer.anneal;

import io.slipstream.schemas.config.Key;

/** How a release is made of a checkpoint. */
public record AnnealConfig(
        @Key(doc = "Steps over which a release's learning rate falls.", value = "1000", min = 1, max = 10000000)
        long steps,

        @Key(
                doc = "Learning rate of the last of these steps as a share of training's at the checkpoint.",
                value = "0.1",
                min = 0.000001,
                max = 1)
        double finalShare,

        @Key(
                doc =
                        "Newest records before the checkpoint whose images a release learns from beside the replay buffer, an"
                                + " equal part of each partition; 0 is the buffer alone. They are held in memory.",
                value = "4096",
                min = 0,
                max = 10000000)
        int recent) {}
