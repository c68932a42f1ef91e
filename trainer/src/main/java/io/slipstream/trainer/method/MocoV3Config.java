package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of MoCo v3. */
public record MocoV3Config(
        @Key(doc = "Width of the hidden layers of projector and predictor; 4096 in the paper.", value = "512", min = 1)
        int hidden,

        @Key(doc = "Length of a projection and of a prediction; 256 in the paper.", value = "128", min = 2)
        int projection,

        @Key(
                doc = "Layers of the projector: 2 for a ResNet, 3 for a vision transformer in the paper.",
                value = "2",
                min = 2,
                max = 8)
        int projectorLayers,

        @Key(
                doc =
                        "End the predictor with a batch norm: in the paper's code behind a vision transformer, not behind a"
                                + " ResNet.",
                value = "false")
        boolean predictorNorm,

        @Key(
                doc =
                        "Temperature of the contrastive loss: 1.0 for ResNet-50, 0.2 for vision transformers in the paper.",
                value = "0.2",
                min = 0.01,
                max = 10)
        double temperature,

        @Key(
                doc = "Leave the random patch projection of a vision transformer as it is, which the paper found to"
                        + " steady training.",
                value = "true")
        boolean frozenPatchProjection,

        @Key(
                doc = "Images after which the teacher keeps half of what it was: the EMA momentum as a half-life.",
                value = "4400",
                min = 1)
        double teacherHalfLife) {}
