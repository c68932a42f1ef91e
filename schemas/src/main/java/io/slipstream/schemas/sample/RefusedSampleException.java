package io.slipstream.schemas.sample;

import io.slipstream.schemas.record.DeadLetterReason;

/** A record of an image topic that will never be a sample; it belongs on the dead-letter topic. */
public final class RefusedSampleException extends Exception {

    private final DeadLetterReason reason;

    RefusedSampleException(DeadLetterReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RefusedSampleException(DeadLetterReason reason, Exception cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    /** The typed reason, for counting and routing. */
    public DeadLetterReason reason() {
        return reason;
    }
}
