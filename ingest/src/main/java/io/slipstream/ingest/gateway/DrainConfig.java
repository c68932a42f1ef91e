package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How the gateway ends when it is asked to stop. */
public record DrainConfig(
        @Key(
                doc = "How long /readyz fails before requests are refused, for a load balancer to notice.",
                value = "0s",
                min = 0,
                max = 30)
        Duration notice,

        @Key(doc = "How long requests that have begun may take to finish.", value = "20s", min = 0, max = 30)
        Duration timeout) {}
