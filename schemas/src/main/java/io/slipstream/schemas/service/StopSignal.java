package io.slipstream.schemas.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request to stop that SIGTERM or Ctrl-C makes, and the wait for the service to end in order.
 *
 * <p>A service polls {@link #requested} in its loop, or has itself told by {@link #onRequest}; the process ends when the
 * service has returned, or after two minutes at the latest. Thread-safe.
 */
public final class StopSignal {

    private static final Duration LONGEST_STOP = Duration.ofMinutes(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Runnable> toTell = new CopyOnWriteArrayList<>();
    private volatile boolean requested;

    private StopSignal() {}

    /** What runs until it is asked to stop. */
    @FunctionalInterface
    public interface Service {
        /** Runs to the end; returns the exit code. */
        int run(StopSignal signal) throws Exception;
    }

    /** Runs a service on this thread with a signal that the end of the process raises. */
    public static int guard(Service service) throws Exception {
        StopSignal signal = new StopSignal();
        Thread hook = new Thread(signal::stopAndWait, "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return service.run(signal);
        } finally {
            signal.ended.countDown();
            signal.forget(hook);
        }
    }

    /** Whether the service should end. */
    public boolean requested() {
        return requested;
    }

    /** Has a service that waits somewhere told of the request, at once if it was made already; may be told twice. */
    public void onRequest(Runnable told) {
        toTell.add(told);
        if (requested) {
            told.run();
        }
    }

    private void stopAndWait() {
        requested = true;
        toTell.forEach(Runnable::run);
        try {
            if (!ended.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println(
                        "The service did not end within " + LONGEST_STOP.toSeconds() + " s of being asked to");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(Thread hook) {
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested = true; // the process is ending already, and the hook with it
            }
        }
    }
}
