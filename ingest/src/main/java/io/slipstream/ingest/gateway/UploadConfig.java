package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** What one request, one connection and all together may take. */
public record UploadConfig(
        @Key(
                doc = "Largest body of a request with many images, before and after decompression.",
                value = "32MiB",
                min = 1024,
                max = 1 << 30)
        ByteSize maxRequest,

        @Key(doc = "Most images of one request.", value = "256", min = 1, max = 10_000)
        int maxImages,

        @Key(
                doc =
                        "Bytes held for all requests together, from arrival to the broker's acknowledgement, at least three"
                                + " times max-request; when reached, requests are answered 503.",
                value = "128MiB",
                min = 1 << 20,
                max = 1 << 30)
        ByteSize inFlight,

        @Key(doc = "Most connections; further ones wait to be accepted.", value = "1024", min = 1, max = 65_536)
        int maxConnections,

        @Key(
                doc = "Longest silence of a connection, and longest time from its opening or its last answer to the end"
                        + " of the next request's header; then it is closed.",
                value = "30s",
                min = 0.05,
                max = 3600)
        Duration idleTimeout,

        @Key(
                doc = "Least bytes per second of a body, on average from its fifth second on; a slower one is answered"
                        + " 408.",
                value = "4KiB",
                min = 0)
        ByteSize minRate) {

    /** A form holds its compressed body, its body and its parts at once. */
    private static final int COPIES = 3;

    public UploadConfig {
        if (inFlight.bytes() < COPIES * maxRequest.bytes()) {
            throw new IllegalArgumentException(
                    "in-flight: at least three times max-request, so that there is room for every request");
        }
    }
}
