package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letter of a refused record. Thread-safe.
 *
 * @param payloadLimit a refused value of up to this many bytes is kept
 * @param clock        time of refusal
 */
record DeadLetters(long payloadLimit, Clock clock) {

    private static final String STAGE = "curation";
    private static final int LONGEST_MESSAGE = 1000;

    DeadLetter of(Arrival arrival, Verdict.Refused refused) {
        return DeadLetter.newBuilder()
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setStage(STAGE)
                .setReason(refused.reason())
                .setMessage(shortened(arrival.coordinates() + ": " + refused.message()))
                .setSource(refused.source())
                .setTopic(arrival.topic())
                .setPartition(arrival.partition())
                .setOffset(arrival.offset())
                .setSize(arrival.size())
                .setPayload(payload(arrival))
                .build();
    }

    private @Nullable ByteBuffer payload(Arrival arrival) {
        byte[] value = arrival.value();
        return value != null && value.length <= payloadLimit ? ByteBuffer.wrap(value) : null;
    }

    /** Decoders may quote what they were given. */
    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }
}
