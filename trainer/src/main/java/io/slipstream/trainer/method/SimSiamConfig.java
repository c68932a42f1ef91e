package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of SimSiam. */
public record SimSiamConfig(
        @Key(doc = "Width of the projector's layers and of its output; 2048 in the paper.", value = "512", min = 2)
        int projection,

        @Key(
                doc = "Width of the predictor's hidden layer, a quarter of the projection in the paper.",
                value = "128",
                min = 1)
        int bottleneck) {}
