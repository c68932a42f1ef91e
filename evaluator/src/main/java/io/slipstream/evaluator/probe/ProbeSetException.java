package io.slipstream.evaluator.probe;

/** A probe set that no score can be made from; the operator has to point to another one. */
public final class ProbeSetException extends Exception {

    ProbeSetException(String message) {
        super(message);
    }

    ProbeSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
