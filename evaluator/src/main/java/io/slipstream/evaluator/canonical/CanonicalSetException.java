package io.slipstream.evaluator.canonical;

/** Canonical images that nothing can be measured on; the operator has to point to others. */
public final class CanonicalSetException extends Exception {

    CanonicalSetException(String message) {
        super(message);
    }

    CanonicalSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
