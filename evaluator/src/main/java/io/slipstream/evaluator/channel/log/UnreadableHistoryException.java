package io.slipstream.evaluator.channel.log;

/** The history of decisions cannot be gone on from; a person has to look at the record that is named. */
public final class UnreadableHistoryException extends RuntimeException {

    UnreadableHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
