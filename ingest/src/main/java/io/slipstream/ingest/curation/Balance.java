package io.slipstream.ingest.curation;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How much of what a partition forwards may come from one source. */
record Balance(
        @Key(
                doc = "Largest share of one source in the images its partition forwarded within the window; never less"
                        + " than an equal share among the sources active in it. 1 lets all pass.",
                value = "1",
                min = 0.001,
                max = 1)
        double maxShare,

        @Key(doc = "The sliding window, in record time.", value = "1m", min = 0.1, max = 86_400)
        Duration window,

        @Key(
                doc = "Images a source may forward within the window whatever its share, so that a source beside a"
                        + " nearly silent one is not silenced with it.",
                value = "60",
                min = 1,
                max = 1_000_000_000)
        int always) {

    boolean isOn() {
        return maxShare < 1;
    }
}
