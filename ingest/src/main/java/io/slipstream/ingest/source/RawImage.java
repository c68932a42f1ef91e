package io.slipstream.ingest.source;

import java.time.Instant;
import java.util.Optional;

/**
 * One input as its source had it, not yet looked at. There is no label in it: what the encoder learns from has none.
 *
 * @param source source key: the record key on the topic
 * @param captureTime event time
 * @param origin file, archive entry or frame it was read from, for the dead-letter topic
 * @param size true number of bytes, -1 when not known
 * @param bytes the bytes, cut off after one more than the largest image allowed
 * @param problem why it could not be read, in words
 */
@SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
public record RawImage(
        String source, Instant captureTime, String origin, long size, byte[] bytes, Optional<String> problem) {}
