package io.slipstream.ingest.gateway;

import io.slipstream.schemas.sample.SourceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What is said about an image beside its bytes: in headers of the request or of its part, or in the query.
 *
 * @param source source key, if it is named; not yet checked against the sender
 * @param captureTime when the image was taken
 * @param tags free context
 */
record Envelope(Optional<String> source, Instant captureTime, Map<String, String> tags) {

    static final String SOURCE = "X-Slipstream-Source";
    static final String CAPTURE_TIME = "X-Slipstream-Capture-Time";

    /** Beginning of headers that become tags; header names have no case, so tags have lower-case names. */
    static final String TAG = "X-Slipstream-Tag-";

    private static final String QUERY_SOURCE = "source";
    private static final String QUERY_CAPTURE_TIME = "capture-time";
    private static final String QUERY_TAG = "tag.";

    private static final int MAX_TAGS = 32;
    private static final int MAX_TAG_VALUE = 256;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * What a request says.
     *
     * @param arrival the capture time where none is given
     * @throws ProblemException 400 if something is malformed
     */
    static Envelope of(HttpFields headers, Fields query, Instant arrival) throws ProblemException {
        Map<String, String> tags = new TreeMap<>();
        for (Fields.Field field : query) {
            if (field.getName().startsWith(QUERY_TAG)) {
                putTag(tags, field.getName().substring(QUERY_TAG.length()), field.getValue());
            }
        }
        Envelope inQuery = new Envelope(
                source(query.getValue(QUERY_SOURCE)), captureTime(query.getValue(QUERY_CAPTURE_TIME), arrival), tags);
        return inQuery.with(headers);
    }

    /**
     * What the headers of a part say, and this where they say nothing.
     *
     * @throws ProblemException 400 if something is malformed
     */
    Envelope with(HttpFields headers) throws ProblemException {
        Map<String, String> all = new TreeMap<>(tags);
        for (HttpField header : headers) {
            if (header.getName().regionMatches(true, 0, TAG, 0, TAG.length())) {
                putTag(all, header.getName().substring(TAG.length()).toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return new Envelope(
                source(headers.get(SOURCE)).or(() -> source),
                captureTime(headers.get(CAPTURE_TIME), captureTime),
                Map.copyOf(all));
    }

    private static Optional<String> source(@Nullable String text) throws ProblemException {
        if (text != null && !SourceKey.isValid(text)) {
            throw new ProblemException(Problem.badRequest(
                    "bad-source",
                    "expected a source key of 1 to 200 characters out of A-Z a-z 0-9 . _ : / -, found another text"));
        }
        return Optional.ofNullable(text);
    }

    private static Instant captureTime(@Nullable String text, Instant otherwise) throws ProblemException {
        if (text == null) {
            return otherwise;
        }
        try {
            Instant time = text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException malformed) {
            // Answered below, in the same words as a time out of range.
        }
        throw new ProblemException(
                Problem.badRequest(
                        "bad-capture-time",
                        "expected an ISO-8601 instant such as 2026-11-22T14:00:00Z, or milliseconds since 1970-01-01, found another text"));
    }

    private static void putTag(Map<String, String> tags, String name, @Nullable String value) throws ProblemException {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")
                || value == null
                || value.length() > MAX_TAG_VALUE
                || tags.size() == MAX_TAGS) {
            throw new ProblemException(Problem.badRequest(
                    "bad-tag",
                    "expected at most " + MAX_TAGS
                            + " tags, with names of 1 to 64 of A-Z a-z 0-9 . _ - and values of at" + " most "
                            + MAX_TAG_VALUE + " characters, found another"));
        }
        tags.put(name, value);
    }
}
