package io.slipstream.evaluator.channel.decision;

/** The decisions of a model do not follow one another; nothing may be decided on top of them. */
public final class BrokenHistoryException extends RuntimeException {

    BrokenHistoryException(String message) {
        super(message);
    }
}
