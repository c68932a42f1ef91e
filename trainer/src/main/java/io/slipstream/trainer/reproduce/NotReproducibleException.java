package io.slipstream.trainer.reproduce;

/** What is needed to take a snapshot's steps again is not there any more, or never was. Its message is for a person. */
final class NotReproducibleException extends Exception {

    private static final long serialVersionUID = 1L;

    NotReproducibleException(String message) {
        super(message);
    }

    NotReproducibleException(String message, Throwable cause) {
        super(message, cause);
    }
}
