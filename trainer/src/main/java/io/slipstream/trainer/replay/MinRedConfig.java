package io.slipstream.trainer.replay;

import io.slipstream.schemas.config.Key;

/** Settings of the buffer of minimum redundancy. */
public record MinRedConfig(
        @Key(
                doc = "Weight of what an image's feature was, against that of the step, in its moving average.",
                value = "0.5",
                min = 0,
                max = 1)
        double average) {}
