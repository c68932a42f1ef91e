package io.slipstream.evaluator.channel.gate;

import io.slipstream.schemas.config.Key;

/** The gate of RankMe. */
public record RankMeGate(
        @Key(doc = "Smallest RankMe; 0 for none.", value = "0", min = 0)
        double min,

        @Key(
                doc = "Smallest RankMe as a share of the stable snapshot's, under the same suite; 0 for none.",
                value = "0.8",
                min = 0,
                max = 10)
        double shareOfStable) {

    boolean isOn() {
        return min > 0 || shareOfStable > 0;
    }
}
