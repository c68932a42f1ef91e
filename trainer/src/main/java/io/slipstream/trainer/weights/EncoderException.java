package io.slipstream.trainer.weights;

/** An encoder or weights file that does not fit; the message says what was expected, what was found and what to do. */
public final class EncoderException extends Exception {

    private static final long serialVersionUID = 1L;

    public EncoderException(String message) {
        super(message);
    }

    EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
