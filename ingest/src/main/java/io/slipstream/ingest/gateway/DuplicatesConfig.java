package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** The window in which the same image of the same source is not sent again. */
public record DuplicatesConfig(
        @Key(doc = "How long an image is remembered; 0s for not at all.", value = "10m", min = 0)
        Duration window,

        @Key(
                doc = "Most images remembered, at about 400 bytes each; the oldest are forgotten first.",
                value = "100_000",
                min = 1,
                max = 100_000_000)
        int entries) {}
