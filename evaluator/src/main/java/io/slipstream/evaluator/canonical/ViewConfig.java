package io.slipstream.evaluator.canonical;

import io.slipstream.schemas.config.Key;

/** Augmented views of canonical images, for what is measured between views of the same image: LiDAR and alignment. */
public record ViewConfig(
        @Key(doc = "Canonical images that get views at most; 0 turns LiDAR and alignment off.", value = "100", min = 0)
        int images,

        @Key(doc = "Views of each image.", value = "10", min = 2, max = 1000)
        int perImage,

        @Key(
                doc = "Smallest share of the image's area that a view shows; up to all of it.",
                value = "0.3",
                min = 0.01,
                max = 1)
        double cropMinArea,

        @Key(
                doc = "Largest relative change of brightness, contrast and saturation, each on its own.",
                value = "0.4",
                min = 0,
                max = 1)
        double jitter) {}
