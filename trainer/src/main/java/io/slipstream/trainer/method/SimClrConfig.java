package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of SimCLR. */
public record SimClrConfig(
        @Key(doc = "Width of the projector's hidden layer; 2048 in the paper.", value = "512", min = 1)
        int hidden,

        @Key(doc = "Length of a projection; 128 in the paper.", value = "128", min = 2)
        int projection,

        @Key(doc = "Batch norm in the projector's hidden layer, as in later codes.", value = "true")
        boolean hiddenNorm,

        @Key(
                doc = "Temperature of the contrastive loss: 0.5 for CIFAR-10, 0.1 for ImageNet in the paper.",
                value = "0.5",
                min = 0.01,
                max = 10)
        double temperature) {}
