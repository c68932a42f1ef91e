package io.slipstream.evaluator.encoder;

/** A published program that cannot serve as an encoder; loading it again will not help. */
public final class EncoderException extends Exception {

    /** What is wrong with the program. */
    public enum Reason {
        /** The file is not a TorchScript module that this version of PyTorch reads. */
        NOT_LOADABLE,
        /** The program raised an error on a valid input. */
        FAILED,
        /** The output is not one float32 tensor [batch, embeddingDim]. */
        WRONG_OUTPUT,
        /** The output holds NaN or an infinity. */
        NOT_FINITE
    }

    private final Reason reason;

    EncoderException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    EncoderException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
