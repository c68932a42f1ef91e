package io.slipstream.evaluator.topic;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to stop that can be waited for; given once, never taken back. Thread-safe. */
public final class StopSignal {

    private final CountDownLatch given = new CountDownLatch(1);

    /** Asks to stop. */
    public void give() {
        given.countDown();
    }

    /** Whether stopping has been asked for. */
    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits for the signal, at most so long; an interrupt counts as the signal. */
    public boolean await(Duration atMost) {
        try {
            return given.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            give();
            return true;
        }
    }
}
