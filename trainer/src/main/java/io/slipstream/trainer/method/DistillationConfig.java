package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of {@link Distillation}. */
public record DistillationConfig(
        @Key(
                doc = "What the loss is multiplied by; 0 for no distillation, 1 in the paper.",
                value = "0",
                min = 0,
                max = 1000)
        double weight,

        @Key(doc = "Width of the predictor's hidden layer; 2048 in the paper.", value = "512", min = 1)
        int hidden,

        @Key(
                doc = "Temperature of the contrast, for the methods that contrast: moco-v2, moco-v3, simclr.",
                value = "0.2",
                min = 0.001,
                max = 10)
        double temperature) {}
