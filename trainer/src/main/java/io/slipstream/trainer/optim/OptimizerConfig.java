package io.slipstream.trainer.optim;

import io.slipstream.schemas.config.Key;

/** Settings of {@link AdamW} and of its learning rate. */
public record OptimizerConfig(
        @Key(doc = "Learning rate after the warm-up.", value = "0.002", min = 0)
        double learningRate,

        @Key(doc = "Steps over which the learning rate rises linearly to its value.", value = "100", min = 0)
        long warmUpSteps,

        @Key(doc = "Decoupled weight decay; biases and norms take none.", value = "0.0001", min = 0)
        double weightDecay,

        @Key(doc = "Decay of the first moment.", value = "0.9", min = 0, max = 0.9999)
        double beta1,

        @Key(doc = "Decay of the second moment.", value = "0.999", min = 0, max = 0.99999)
        double beta2,

        @Key(doc = "Added to the root of the second moment.", value = "1e-8", min = 0)
        double epsilon) {}
