package io.slipstream.ingest.curation;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from the topic.
 *
 * @param time record time, milliseconds since 1970-01-01: its timestamp, but not in the future
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes of a record are handed on, and nobody compares them
record Arrival(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        long time) {

    /** Where it was read, for messages. */
    String coordinates() {
        return topic + "-" + partition + "@" + offset;
    }

    int size() {
        return value == null ? 0 : value.length;
    }
}
