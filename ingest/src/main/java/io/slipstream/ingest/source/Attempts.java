package io.slipstream.ingest.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tries in a row that have failed, with longer and longer pauses in between. Not thread-safe. */
final class Attempts {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final int most;
    private int failed;
    private Duration pause = FIRST_PAUSE;

    /** @param most tries in a row */
    Attempts(int most) {
        this.most = most;
    }

    /**
     * Counts a try that failed and waits until it is time for the next.
     *
     * @throws IOException if it was the last one
     */
    void failed(PassingException failure) throws IOException, InterruptedException {
        failed++;
        if (failed >= most) {
            throw new IOException(failure.getMessage() + ", " + failed + " times", failure);
        }
        Duration wait = pause.compareTo(failure.pause()) > 0 ? pause : failure.pause();
        TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    /** A try has brought something: what fails from now on is counted anew. */
    void succeeded() {
        failed = 0;
        pause = FIRST_PAUSE;
    }
}
