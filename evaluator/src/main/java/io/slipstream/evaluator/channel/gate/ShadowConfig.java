package io.slipstream.evaluator.channel.gate;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** What a snapshot goes through on the shadow channel. */
public record ShadowConfig(
        @Key(doc = "Time on the channel before the snapshot may become stable.", value = "10m", min = 0)
        Duration minAge,

        @Key(
                doc = "Reports and scores of the model that must have been published since the snapshot came onto the"
                        + " channel, its own or newer snapshots', at each of which all gates were asked again.",
                value = "0",
                min = 0,
                max = 1_000_000)
        int minChecks) {}
