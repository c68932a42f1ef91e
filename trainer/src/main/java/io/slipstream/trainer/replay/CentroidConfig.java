package io.slipstream.trainer.replay;

import io.slipstream.schemas.config.Key;

/** Settings of the centroid memory. */
public record CentroidConfig(
        @Key(doc = "Centroids of the short-term memory at most.", value = "100", min = 1, max = 100000)
        int shortTerm,

        @Key(doc = "Centroids of the long-term memory at most.", value = "60", min = 1, max = 100000)
        int longTerm,

        @Key(
                doc = "Images of a centroid at most; a short-term one that has as many becomes a long-term one.",
                value = "30",
                min = 2,
                max = 100000)
        int images,

        @Key(
                doc =
                        "Of the distances to the nearest centroid of the last images, the quantile from which an image is new"
                                + " and founds a centroid.",
                value = "0.95",
                min = 0,
                max = 1)
        double novelty,

        @Key(doc = "Images whose distances are remembered for that.", value = "1000", min = 2, max = 1000000)
        int window,

        @Key(
                doc = "Share of its own that a short-term centroid takes over from an image that joins it.",
                value = "0.1",
                min = 0,
                max = 1)
        double join,

        @Key(
                doc =
                        "Share that a centroid takes over from its images when they are trained on, divided by their number.",
                value = "0.5",
                min = 0,
                max = 1)
        double follow,

        @Key(
                doc =
                        "Probability that a new image takes the place of one of its long-term centroid; otherwise it goes.",
                value = "0.5",
                min = 0,
                max = 1)
        double replacement) {}
