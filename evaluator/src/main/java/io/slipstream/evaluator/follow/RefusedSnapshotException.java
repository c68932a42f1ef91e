package io.slipstream.evaluator.follow;

/** A snapshot that cannot be assessed, now or later; the service goes on with the next. */
public final class RefusedSnapshotException extends Exception {

    private final String reason;

    /**
     * @param reason what is wrong, in one word for counting
     * @param detail what was expected, what was found, and where
     */
    RefusedSnapshotException(String reason, Exception detail) {
        super(detail.getMessage(), detail);
        this.reason = reason;
    }

    /** What is wrong, in one word for counting. */
    public String reason() {
        return reason;
    }
}
