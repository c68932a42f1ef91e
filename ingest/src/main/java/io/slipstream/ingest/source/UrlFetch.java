package io.slipstream.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Fetches images by http and https. Thread-safe. */
final class UrlFetch {

    /**
     * What was fetched.
     *
     * @param bytes the image, cut off after the cap
     * @param size number of bytes, as far as the server says it
     * @param modified when the server says the image was last changed
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
    record Fetched(byte[] bytes, long size, Optional<Instant> modified) {}

    private static final Map<String, String> HEADERS = Map.of("Accept", "image/*, */*;q=0.1");

    private final WebServers servers;
    private final int attempts;
    private final int cap;

    /** @param cap as much of each image as is received */
    UrlFetch(UrlsConfig config, int cap) {
        this.servers = new WebServers(config);
        this.attempts = config.attempts();
        this.cap = cap;
    }

    /** @throws IOException if there is no image to be had, after as many tries as allowed, with the reason */
    Fetched fetch(URI url) throws IOException, InterruptedException {
        Attempts tries = new Attempts(attempts);
        while (true) {
            try {
                return fetched(servers.ask(url, HEADERS, CappedBody.handler(cap)));
            } catch (PassingException passing) {
                tries.failed(passing);
            }
        }
    }

    private Fetched fetched(HttpResponse<byte[]> answer) {
        byte[] bytes = answer.body();
        long stated = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        long size = bytes.length < cap ? bytes.length : Math.max(stated, bytes.length);
        return new Fetched(bytes, size, WebServers.lastModified(answer));
    }
}
