package io.slipstream.ingest.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One input as its source had it, not yet looked at. There is no label in it: what the encoder learns from has none.
 *
 * @param source source key: the record key on the topic
 * @param captureTime event time
 * @param tags free context
 * @param origin file, archive entry or frame it was read from, for the dead-letter topic
 * @param position what the source goes on after when this image was sent; empty if it cannot go on
 * @param size true number of bytes, -1 when not known
 * @param bytes the bytes, cut off after one more than the largest image allowed
 * @param problem why it could not be read, in words
 */
@SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
public record RawImage(
        String source,
        Instant captureTime,
        Map<String, String> tags,
        String origin,
        String position,
        long size,
        byte[] bytes,
        Optional<String> problem) {

    /** An image that was read, without tags. */
    static RawImage of(String source, Instant captureTime, String origin, String position, long size, byte[] bytes) {
        return new RawImage(source, captureTime, Map.of(), origin, position, size, bytes, Optional.empty());
    }

    /** An input that could not be read. */
    static RawImage unreadable(
            String source, Instant captureTime, String origin, String position, long size, String problem) {
        return new RawImage(source, captureTime, Map.of(), origin, position, size, new byte[0], Optional.of(problem));
    }
}
