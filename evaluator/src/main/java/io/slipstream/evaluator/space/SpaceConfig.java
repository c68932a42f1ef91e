package io.slipstream.evaluator.space;

import io.slipstream.schemas.config.Key;

/** When two snapshots share an embedding space, and when a map carries vectors between two spaces. */
public record SpaceConfig(
        @Key(
                doc =
                        "Least agreement of an image's old and new vector for their spaces to count as one: the mean cosine,"
                                + " corrected by that of different images; 1 is equal. More than 1 gives every snapshot a space of its"
                                + " own.",
                value = "0.9",
                min = 0,
                max = 2)
        double minAgreement,

        @Key(
                doc = "Least share of nearest neighbours that a new vector must still find among old vectors for their"
                        + " spaces to count as one.",
                value = "0.6",
                min = 0,
                max = 1)
        double minDirectOverlap,

        @Key(
                doc =
                        "Least coefficient of determination, on images left out of the fit, of a linear map between two spaces"
                                + " for it to be published as a migration; more than 1 publishes none.",
                value = "0.9",
                min = 0,
                max = 2)
        double minMapR2) {}
