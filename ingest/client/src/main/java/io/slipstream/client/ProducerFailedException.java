package io.slipstream.client;

/**
 * An image without an acknowledgement, for a reason that stays until somebody acts: missing rights, a topic whose
 * {@code max.message.bytes} is too small, a producer that was closed. Sending it again does not help.
 */
public final class ProducerFailedException extends Exception {

    ProducerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
