package io.slipstream.client;

import org.jspecify.annotations.Nullable;

/**
 * An image without an acknowledgement, for a reason that passes: no room, or a broker that is away. Sending it again is
 * right; should the first one have arrived after all, curation drops the second by its id.
 */
public final class NotAcknowledgedException extends Exception {

    NotAcknowledgedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
