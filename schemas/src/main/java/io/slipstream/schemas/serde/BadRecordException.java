package io.slipstream.schemas.serde;

import io.slipstream.schemas.record.DeadLetterReason;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** A record that can never be read; it belongs on the dead-letter topic. */
public final class BadRecordException extends SerializationException {

    private final DeadLetterReason reason;

    BadRecordException(DeadLetterReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * BAD_FRAME (not Confluent's wire format), UNKNOWN_SCHEMA (the registry does not know the id) or BAD_RECORD (the
     * bytes do not hold a record that the reader's schema can take).
     */
    public DeadLetterReason reason() {
        return reason;
    }
}
