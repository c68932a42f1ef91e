package io.slipstream.trainer.anneal;

/** No release can be made of what is there. Its message is for a person. */
final class NotAnnealedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAnnealedException(String message) {
        super(message);
    }

    NotAnnealedException(String message, Throwable cause) {
        super(message, cause);
    }
}
