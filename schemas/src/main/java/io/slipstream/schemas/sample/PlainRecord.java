package io.slipstream.schemas.sample;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The form of a record that any producer or connector can write: the value is the encoded image, the headers say the
 * rest.
 */
public final class PlainRecord {

    /** Header with the source key; the record key counts where it is absent. */
    public static final String SOURCE = "slipstream.source";

    /** Header with the event time, ISO-8601 or milliseconds since 1970-01-01; else the record's timestamp. */
    public static final String CAPTURE_TIME = "slipstream.capture-time";

    /** Prefix of headers that become tags. */
    public static final String TAG = "slipstream.tag.";

    private PlainRecord() {}

    static ImageSample read(byte @Nullable [] key, byte[] value, Headers headers, long timestamp, ImageLimits limits)
            throws RefusedSampleException {
        requireImage(value, limits);
        String source = source(key, headers);
        if (!SourceKey.isValid(source)) {
            throw new RefusedSampleException(
                    DeadLetterReason.BAD_SOURCE,
                    "expected a source key in the header " + SOURCE + " or as record key (1 to 200 characters out of"
                            + " A-Z a-z 0-9 . _ : / -), found " + (source.isEmpty() ? "none" : "another text"));
        }
        try {
            return Samples.of(value, source, captureTime(headers, timestamp), tags(headers), limits);
        } catch (BadImageException bad) {
            throw new RefusedSampleException(bad.reason(), bad);
        }
    }

    private static void requireImage(byte[] value, ImageLimits limits) throws RefusedSampleException {
        try {
            Images.readHeader(value, limits);
        } catch (BadImageException bad) {
            if (bad.reason() == DeadLetterReason.UNSUPPORTED_FORMAT) {
                throw new RefusedSampleException(
                        DeadLetterReason.BAD_FRAME,
                        "expected Confluent's wire format (a zero byte and a schema id) or an encoded image, found the"
                                + " first byte " + value[0]);
            }
            throw new RefusedSampleException(bad.reason(), bad);
        }
    }

    /** The source key as the record has it, not checked; empty if it has none. */
    static String source(byte @Nullable [] key, Headers headers) {
        Header header = headers.lastHeader(SOURCE);
        if (header != null && header.value() != null) {
            return text(header.value());
        }
        return key == null ? "" : text(key);
    }

    private static Instant captureTime(Headers headers, long timestamp) throws RefusedSampleException {
        Header header = headers.lastHeader(CAPTURE_TIME);
        if (header == null || header.value() == null) {
            return Instant.ofEpochMilli(Math.max(0, timestamp));
        }
        String text = text(header.value());
        try {
            return text.matches("-?\\d{1,18}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedSampleException(
                    DeadLetterReason.BAD_RECORD,
                    "expected an ISO-8601 instant or milliseconds since 1970-01-01 in the header " + CAPTURE_TIME
                            + ", found another text");
        }
    }

    private static Map<String, String> tags(Headers headers) {
        Map<String, String> tags = new TreeMap<>();
        for (Header header : headers) {
            if (header.key().startsWith(TAG) && header.value() != null) {
                tags.put(header.key().substring(TAG.length()), text(header.value()));
            }
        }
        return tags;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
