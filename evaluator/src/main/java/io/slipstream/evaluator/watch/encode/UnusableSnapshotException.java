package io.slipstream.evaluator.watch.encode;

/** A published snapshot that cannot serve as an encoder; trying again will not help. */
public final class UnusableSnapshotException extends Exception {

    /**
     * One that cannot be loaded or run.
     *
     * @param message what was expected and found, and where
     */
    public UnusableSnapshotException(String message) {
        super(message);
    }

    UnusableSnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
