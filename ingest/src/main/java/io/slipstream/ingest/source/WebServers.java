package io.slipstream.ingest.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What http and https servers answer, redirects followed. Thread-safe.
 *
 * <p>Every host on the way, also of a redirect, is looked up and refused if it has an address that is not public. The
 * connection that follows uses the answer that the JVM keeps of this look-up.
 */
final class WebServers {

    static final String RANGE = "Range";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final UrlsConfig config;
    private final HttpClient client;

    WebServers(UrlsConfig config) {
        this.config = config;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT.compareTo(config.timeout()) < 0 ? CONNECT : config.timeout())
                .followRedirects(Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Asks once.
     *
     * @param headers of the request
     * @param body takes what comes; the answer is there when it says so
     * @return an answer of status 200, or 206 to a request for a range
     * @throws PassingException if another try may succeed
     * @throws IOException if there is nothing to be had, with the reason
     */
    <T> HttpResponse<T> ask(URI url, Map<String, String> headers, BodyHandler<T> body)
            throws IOException, InterruptedException {
        URI next = url;
        for (int redirects = 0; redirects <= config.redirects(); redirects++) {
            check(next);
            HttpResponse<T> answer = send(next, headers, body);
            int status = answer.statusCode();
            if (status == 200 || (status == 206 && headers.containsKey(RANGE))) {
                return answer;
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

    private <T> HttpResponse<T> send(URI url, Map<String, String> headers, BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).header("User-Agent", "slipstream-ingest");
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request.build(), body);
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

    private static Duration retryAfter(HttpResponse<?> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("0");
        Duration wanted = seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        return wanted.compareTo(Attempts.LONGEST_PAUSE) < 0 ? wanted : Attempts.LONGEST_PAUSE;
    }

    /** When the server says that what it answered with was last changed. */
    static Optional<Instant> lastModified(HttpResponse<?> answer) {
        return answer.headers().firstValue("Last-Modified").flatMap(WebServers::instant);
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /** A URL without the parts that may hold a password or a signature. */
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + url.getRawPath();
    }
}
