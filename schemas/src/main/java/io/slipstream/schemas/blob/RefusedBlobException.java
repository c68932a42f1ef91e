package io.slipstream.schemas.blob;

import io.slipstream.schemas.record.DeadLetterReason;

/** A reference to bytes that will never be the image it promises; its record belongs on the dead-letter topic. */
public final class RefusedBlobException extends Exception {

    private final DeadLetterReason reason;

    RefusedBlobException(DeadLetterReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** BLOB_MISSING, HASH_MISMATCH, TOO_MANY_BYTES or BAD_RECORD. */
    public DeadLetterReason reason() {
        return reason;
    }
}
