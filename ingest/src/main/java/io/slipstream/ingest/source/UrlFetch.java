package io.slipstream.ingest.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches images by http and https. Thread-safe.
 *
 * <p>Every host on the way, also of a redirect, is looked up and refused if it has an address that is not public. The
 * connection that follows uses the answer that the JVM keeps of this look-up.
 */
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

    /** A failure that another try may not have. */
    private static final class PassingException extends IOException {
        private final Duration pause;

        PassingException(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final UrlsConfig config;
    private final int cap;
    private final HttpClient client;

    /** @param cap as much of each image as is received */
    UrlFetch(UrlsConfig config, int cap) {
        this.config = config;
        this.cap = cap;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT.compareTo(config.timeout()) < 0 ? CONNECT : config.timeout())
                .followRedirects(Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** @throws IOException if there is no image to be had, after as many tries as allowed, with the reason */
    Fetched fetch(URI url) throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return follow(url);
            } catch (PassingException passing) {
                if (attempt == config.attempts()) {
                    throw new IOException(passing.getMessage() + ", " + attempt + " times", passing);
                }
                TimeUnit.MILLISECONDS.sleep(longer(pause, passing.pause).toMillis());
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private Fetched follow(URI url) throws IOException, InterruptedException {
        URI next = url;
        for (int redirects = 0; redirects <= config.redirects(); redirects++) {
            check(next);
            HttpResponse<byte[]> answer = ask(next);
            int status = answer.statusCode();
            if (status == 200) {
                return fetched(answer);
            }
            if (PASSING.contains(status)) {
                throw new PassingException("the server answered " + status, retryAfter(answer));
            }
            Optional<String> location = answer.headers().firstValue("Location");
            if (!MOVED.contains(status) || location.isEmpty()) {
                throw new IOException("the server answered " + status);
            }
            next = redirected(next, location.get());
        }
        throw new IOException("more than " + config.redirects() + " redirects");
    }

    private void check(URI url) throws IOException {
        String host = url.getHost();
        if (host == null || !String.valueOf(url.getScheme()).matches("(?i)https?")) {
            throw new IOException("not an http or https URL");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!config.allowPrivateAddresses() && !PublicAddress.isPublic(address)) {
                    throw new IOException(host + " has an address that is not public, " + address.getHostAddress()
                            + " (see urls.allow-private-addresses)");
                }
            }
        } catch (UnknownHostException unknown) {
            throw new PassingException("the host " + host + " is not known", Duration.ZERO);
        }
    }

    private HttpResponse<byte[]> ask(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("User-Agent", "slipstream-ingest")
                .header("Accept", "image/*, */*;q=0.1")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, CappedBody.handler(cap));
        try {
            return answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new PassingException("not there after " + config.timeout().toMillis() + " ms", Duration.ZERO);
        } catch (ExecutionException failed) {
            throw new PassingException(String.valueOf(failed.getCause()), Duration.ZERO);
        } finally {
            answer.cancel(true);
        }
    }

    private Fetched fetched(HttpResponse<byte[]> answer) {
        byte[] bytes = answer.body();
        long stated = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        long size = bytes.length < cap ? bytes.length : Math.max(stated, bytes.length);
        Optional<Instant> modified =
                answer.headers().firstValue("Last-Modified").flatMap(UrlFetch::instant);
        return new Fetched(bytes, size, modified);
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static URI redirected(URI from, String location) throws IOException {
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("redirected to what is no URL", malformed);
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(target.getScheme())) {
            throw new IOException("redirected from https to http");
        }
        return target;
    }

    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("0");
        Duration wanted = seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        return shorter(wanted, LONGEST_PAUSE);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
