package io.slipstream.ingest.curation;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How far back an image is recognised by its bytes; an image must be inside both bounds to count. */
record DuplicateWindow(
        @Key(
                doc = "Forwarded images remembered per source; 0 lets duplicates pass.",
                value = "100_000",
                min = 0,
                max = 100_000_000)
        int images,

        @Key(doc = "How long an image is remembered, in record time.", value = "24h", min = 1, max = 31_536_000)
        Duration time) {}
