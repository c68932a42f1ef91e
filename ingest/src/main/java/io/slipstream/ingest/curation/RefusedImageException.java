package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetterReason;

/** An image that is no good; its record belongs on the dead-letter topic. */
final class RefusedImageException extends Exception {

    private final DeadLetterReason reason;

    RefusedImageException(DeadLetterReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RefusedImageException(DeadLetterReason reason, Throwable cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    DeadLetterReason reason() {
        return reason;
    }
}
