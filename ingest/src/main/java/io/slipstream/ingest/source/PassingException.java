package io.slipstream.ingest.source;

import java.io.IOException;
import java.time.Duration;

/** A failure that another try may not have. */
final class PassingException extends IOException {

    private final Duration pause;

    /** @param pause how long the server wants to be left alone; zero if it does not say */
    PassingException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    /** A failure without a word on when to come again. */
    PassingException(String message, Throwable cause) {
        super(message, cause);
        this.pause = Duration.ZERO;
    }

    Duration pause() {
        return pause;
    }
}
