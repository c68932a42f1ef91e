package io.slipstream.ingest.source;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How images are fetched from a list of URLs, and shards from servers. */
public record UrlsConfig(
        @Key(
                doc =
                        "Longest time for one image, from the connection to its last byte; of a shard, longest time without"
                                + " a byte.",
                value = "30s",
                min = 0.1,
                max = 3600)
        Duration timeout,

        @Key(
                doc = "How often an image is tried whose server is away, busy or failing, before it is refused; how"
                        + " often a shard is tried in a row without getting on, before ingest ends.",
                value = "3",
                min = 1,
                max = 100)
        int attempts,

        @Key(doc = "Redirects that are followed for one image or shard.", value = "5", min = 0, max = 20)
        int redirects,

        @Key(
                doc = "Whether to fetch from loopback, private and link-local addresses as well, which a list from"
                        + " elsewhere could use to reach into this network.",
                value = "false")
        boolean allowPrivateAddresses) {}
