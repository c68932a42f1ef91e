package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and where it lies.
 *
 * @param headers of its record: those of the refused record
 */
record FoundLetter(TopicPartition partition, long offset, Headers headers, DeadLetter letter) {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** Header of a record that was sent again: the coordinates of its dead letter. */
    static final String REPLAYED = "slipstream.replayed";

    /** The same letter, whose payload, if it has one, holds nothing: a long list of letters needs no images. */
    FoundLetter withoutBytes() {
        DeadLetter light = DeadLetter.newBuilder(letter).build();
        light.setPayload(letter.getPayload() == null ? null : NO_BYTES);
        return new FoundLetter(partition, offset, headers, light);
    }

    /** Where it lies, for messages and headers. */
    String coordinates() {
        return partition + "@" + offset;
    }

    /** Where the refused input was: a topic or a file; null if the letter does not say. */
    @Nullable
    String refusedAt() {
        return letter.getTopic() == null
                ? letter.getOrigin()
                : letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset();
    }

    /** The letter this input was a replay of; null if it was none. */
    @Nullable
    String replayOf() {
        Header header = headers.lastHeader(REPLAYED);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
