package io.slipstream.trainer.health;

import io.slipstream.schemas.config.Key;

/** When learning counts as unwell. */
public record HealthConfig(
        @Key(
                doc = "Steps between two measurements of the batch's effective rank.",
                value = "50",
                min = 1,
                max = 1000000)
        int every,

        @Key(
                doc = "Collapse level of the student's outputs from which on the encoder counts as collapsed; 1 is full"
                        + " collapse.",
                value = "0.95",
                min = 0,
                max = 1)
        double collapseLevel,

        @Key(
                doc = "Effective rank of a batch below which the encoder counts as collapsed; 1 is a single direction.",
                value = "1.5",
                min = 1)
        double rank,

        @Key(
                doc =
                        "A loss within this share of its value at chance counts as stuck, once learning-steps have passed.",
                value = "0.01",
                min = 0,
                max = 1)
        double chanceMargin,

        @Key(doc = "Steps in which a young encoder may do badly without a verdict.", value = "500", min = 0)
        long learningSteps) {}
