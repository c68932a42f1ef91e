package io.slipstream.trainer.replay;

import io.slipstream.schemas.config.Key;

/** Settings of the loss-aware buffer. */
public record LossAwareConfig(
        @Key(
                doc = "Which new images get in when there is no more room: always, every one; reservoir, as many as a"
                        + " uniform sample of the stream would take.",
                value = "always")
        Gate gate,

        @Key(
                doc = "Weight of how often an image has been trained on, against how far its views lie apart.",
                value = "0.5",
                min = 0,
                max = 100)
        double usesWeight,

        @Key(
                doc = "Weight of what an image's deviation was, against that of the step, in its moving average.",
                value = "0",
                min = 0,
                max = 0.999)
        double average) {

    /** Which new images get in when there is no more room. */
    public enum Gate {
        ALWAYS,
        RESERVOIR
    }
}
