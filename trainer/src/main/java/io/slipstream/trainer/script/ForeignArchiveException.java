package io.slipstream.trainer.script;

/** A file that is not a TorchScript archive; the message says what it is instead, as far as that can be seen. */
public final class ForeignArchiveException extends Exception {

    private static final long serialVersionUID = 1L;

    ForeignArchiveException(String message) {
        super(message);
    }

    ForeignArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
