package io.slipstream.trainer.view;

import io.slipstream.schemas.config.Key;

/** Strengths and probabilities of the augmentations. Defaults: BYOL's, with the crop range usual for small images. */
public record ViewConfig(
        @Key(
                doc = "Smallest area of a random resized crop, as a share of the image.",
                value = "0.2",
                min = 0.01,
                max = 1)
        double cropMinArea,

        @Key(doc = "Probability of a horizontal flip.", value = "0.5", min = 0, max = 1)
        double flip,

        @Key(doc = "Probability of changing the colours.", value = "0.8", min = 0, max = 1)
        double jitter,

        @Key(doc = "Brightness factor is drawn from 1 - this to 1 + this.", value = "0.4", min = 0, max = 1)
        double brightness,

        @Key(doc = "Contrast factor is drawn from 1 - this to 1 + this.", value = "0.4", min = 0, max = 1)
        double contrast,

        @Key(doc = "Saturation factor is drawn from 1 - this to 1 + this.", value = "0.2", min = 0, max = 1)
        double saturation,

        @Key(doc = "Hue turns by up to this share of the colour circle, either way.", value = "0.1", min = 0, max = 0.5)
        double hue,

        @Key(doc = "Probability of dropping the colours.", value = "0.2", min = 0, max = 1)
        double grayscale) {}
