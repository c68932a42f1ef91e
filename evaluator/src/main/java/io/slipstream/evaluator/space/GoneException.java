package io.slipstream.evaluator.space;

/** A snapshot that can be compared with no more, and why. */
public final class GoneException extends Exception {

    GoneException(String message) {
        super(message);
    }

    GoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
