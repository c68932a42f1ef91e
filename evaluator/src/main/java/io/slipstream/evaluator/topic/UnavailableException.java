package io.slipstream.evaluator.topic;

/** A broker, a registry or a snapshot store did not answer for longer than the configuration allows; the service ends. */
public final class UnavailableException extends RuntimeException {

    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
