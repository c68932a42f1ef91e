package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/** An image that is refused; it belongs on the dead-letter topic. */
public final class BadImageException extends Exception {

    private final DeadLetterReason reason;

    BadImageException(DeadLetterReason reason, String message) {
        this(reason, message, null);
    }

    BadImageException(DeadLetterReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * EMPTY, TOO_MANY_BYTES, TOO_MANY_PIXELS, UNSUPPORTED_FORMAT, UNSUPPORTED_COLOR_MODEL, TRUNCATED or UNDECODABLE.
     */
    public DeadLetterReason reason() {
        return reason;
    }
}
