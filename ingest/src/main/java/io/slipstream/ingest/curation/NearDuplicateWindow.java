package io.slipstream.ingest.curation;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How far back an image is recognised by its look, and how alike is the same. */
record NearDuplicateWindow(
        @Key(
                doc =
                        "An image whose perceptual hash differs from a remembered one in at most this many of 64 bits is"
                                + " dropped; -1 lets all pass. Encoding again moves 0 to 4 bits, another picture about 32; pictures of one scene are nearer.",
                value = "-1",
                min = -1,
                max = 32)
        int distance,

        @Key(doc = "Forwarded images compared with, per source.", value = "256", min = 1, max = 100_000)
        int images,

        @Key(doc = "How long an image is compared with, in record time.", value = "10m", min = 0.001, max = 31_536_000)
        Duration time) {

    boolean isOn() {
        return distance >= 0;
    }
}
