package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.Optional;

/** What is on the stream, one thing after another, in the order in which training takes it. One thread uses it. */
interface Source {

    /** What comes next, waiting for it up to {@code patience}; empty if there is none yet. */
    Optional<Item> next(Duration patience);

    /** Whether everything there is now has been given out, as far as the brokers have said. */
    boolean isAtEnd();

    /** Records there are that have not been given out, as far as the brokers have said. */
    long waiting();
}
