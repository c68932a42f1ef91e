package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.PlainRecord;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes the records that curation writes, none larger than its topic takes. Thread-safe if the serializers are.
 *
 * @param mostBytes of a record's key, value and headers
 */
record Outlet(Serializer<ImageSample> samples, Serializer<DeadLetter> letters, long mostBytes) {

    /** Kept for the frame of a batch and the fields of a record around key, value and headers. */
    static final int RECORD_ROOM = 512;

    private static final String OWN_HEADERS = "slipstream.";

    /** The record of an image that goes on, with the headers that are not about its plain form. */
    Record<byte[], byte[]> sample(Arrival arrival, Verdict.Forwarded verdict) {
        byte[] value = arrival.value();
        if (!verdict.unchanged() || value == null) {
            value = samples.serialize(Topics.IMAGES.name(), verdict.sample());
        }
        Headers headers = new RecordHeaders();
        for (Header header : arrival.headers()) {
            if (!header.key().startsWith(OWN_HEADERS)) {
                headers.add(header);
            }
        }
        return new Record<>(key(verdict.sample().getSource()), value, arrival.time(), headers);
    }

    /**
     * The record of a dead letter, with the headers of the refused record, so that it can be replayed. What makes it too
     * large is left out: first the payload, then the headers.
     */
    Record<byte[], byte[]> letter(Arrival arrival, DeadLetter letter) {
        Headers headers = replayable(arrival);
        Record<byte[], byte[]> whole = letter(letter, headers);
        if (fits(whole)) {
            return whole;
        }
        letter.setPayload(null);
        Record<byte[], byte[]> empty = letter(letter, headers);
        return fits(empty) ? empty : letter(letter, new RecordHeaders());
    }

    /** Whether a topic takes the record. */
    boolean fits(Record<byte[], byte[]> outgoing) {
        long bytes = (long) RECORD_ROOM + outgoing.key().length + outgoing.value().length;
        for (Header header : outgoing.headers()) {
            bytes += 2L * Integer.BYTES + 3L * header.key().length();
            bytes += header.value() == null ? 0 : header.value().length;
        }
        return bytes <= mostBytes;
    }

    private Record<byte[], byte[]> letter(DeadLetter letter, Headers headers) {
        byte[] value = letters.serialize(Topics.IMAGES_DEAD_LETTER.name(), letter);
        return new Record<>(key(letter.getSource()), value, letter.getTime().toEpochMilli(), headers);
    }

    /** The headers of a record, and what its timestamp says, which a replay would otherwise lose. */
    private static Headers replayable(Arrival arrival) {
        Headers headers = new RecordHeaders(arrival.headers());
        if (headers.lastHeader(PlainRecord.CAPTURE_TIME) == null) {
            headers.add(PlainRecord.CAPTURE_TIME, Long.toString(arrival.time()).getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static byte[] key(String source) {
        return source.getBytes(StandardCharsets.UTF_8);
    }
}
