package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.schemas.record.DeadLetterReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request was not done: problem details of RFC 9457, with the member {@code code}, which programs can rely on, and
 * where images were looked at, {@code images}.
 *
 * @param status HTTP status
 * @param code the problem's name, in kebab-case
 * @param detail what was expected and what was found
 * @param headers further headers of the answer
 * @param images what became of each image; empty if none was looked at
 */
record Problem(int status, String code, String detail, Map<String, String> headers, List<ImageResult> images) {

    static final String CONTENT_TYPE = "application/problem+json";

    static final String TOO_MANY_PIXELS = "too-many-pixels";

    private static final Duration SOON = Duration.ofSeconds(1);

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, Map.of(), List.of());
    }

    static Problem badRequest(String code, String detail) {
        return of(HttpStatus.BAD_REQUEST_400, code, detail);
    }

    static Problem unauthorized(String found, String challenge) {
        return of(
                        HttpStatus.UNAUTHORIZED_401,
                        "not-authenticated",
                        "expected a known bearer token or client certificate, found " + found)
                .withHeader("WWW-Authenticate", challenge);
    }

    static Problem tooLarge(long limit) {
        return of(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "too-many-bytes",
                "expected at most " + limit + " bytes, before and after decompression, found more");
    }

    static Problem tooManyPixels(String detail) {
        return of(HttpStatus.PAYLOAD_TOO_LARGE_413, TOO_MANY_PIXELS, detail);
    }

    static Problem unsupportedType(String detail) {
        return of(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "unsupported-media-type", detail);
    }

    static Problem slow(String detail) {
        return of(HttpStatus.REQUEST_TIMEOUT_408, "too-slow", detail);
    }

    static Problem rateLimited(Duration wait) {
        return retryable(HttpStatus.TOO_MANY_REQUESTS_429, "rate-limited", "the sender's rate is used up", wait);
    }

    static Problem busy(String found) {
        return retryable(HttpStatus.SERVICE_UNAVAILABLE_503, "busy", "expected room, found " + found, SOON);
    }

    static Problem unavailable(String code, String detail) {
        return retryable(HttpStatus.SERVICE_UNAVAILABLE_503, code, detail, Duration.ofSeconds(5));
    }

    private static Problem retryable(int status, String code, String detail, Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return of(status, code, detail).withHeader("Retry-After", Long.toString(seconds));
    }

    /** The same problem with a header more in its answer. */
    Problem withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, detail, more, images);
    }

    /** The problem of a request whose images were looked at. */
    Problem withImages(List<ImageResult> results) {
        return new Problem(status, code, detail, headers, List.copyOf(results));
    }

    /** The status that stands for a refused image. */
    static int statusOf(DeadLetterReason reason) {
        return switch (reason) {
            case TOO_MANY_BYTES, TOO_MANY_PIXELS -> HttpStatus.PAYLOAD_TOO_LARGE_413;
            case UNSUPPORTED_FORMAT, UNSUPPORTED_COLOR_MODEL -> HttpStatus.UNSUPPORTED_MEDIA_TYPE_415;
            default -> HttpStatus.UNPROCESSABLE_ENTITY_422;
        };
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(status))
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
        if (!images.isEmpty()) {
            ArrayNode list = json.putArray("images");
            images.forEach(image -> list.add(image.json()));
        }
        return json;
    }
}
