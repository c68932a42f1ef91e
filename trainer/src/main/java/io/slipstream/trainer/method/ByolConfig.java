package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of {@link Byol}. */
public record ByolConfig(
        @Key(doc = "Width of the hidden layer of projector and predictor.", value = "512", min = 1)
        int hidden,

        @Key(doc = "Length of a projection and of a prediction.", value = "128", min = 2)
        int projection,

        @Key(
                doc = "Images after which the teacher keeps half of what it was: the EMA momentum as a half-life.",
                value = "4400",
                min = 1)
        double teacherHalfLife) {}
