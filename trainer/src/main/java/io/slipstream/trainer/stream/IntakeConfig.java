package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.Key;

/** How the stream is read. */
public record IntakeConfig(
        @Key(doc = "Topic to learn from.", value = "images") String topic,

        @Key(doc = "Images decoded ahead of training at most.", value = "512", min = 1, max = 1000000)
        int ahead,

        @Key(
                doc =
                        "An image whose bytes are among the last so many distinct ones is skipped as a duplicate; 0 trains"
                                + " on every copy.",
                value = "10000",
                min = 0,
                max = 10000000)
        int dedupeWindow) {}
