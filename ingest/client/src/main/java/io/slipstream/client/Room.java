package io.slipstream.client;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The bytes that may lie between {@code send} and acknowledgement. Who waits first is let in first, so a large image is
 * not kept out by small ones. Thread-safe.
 */
final class Room {

    /** An image takes part of the bound for its record as well as for its bytes. */
    private static final int RECORD = 512;

    private final int bound;
    private final Semaphore free;

    /** @param bound bytes, at most {@link Integer#MAX_VALUE}; an image larger than that is sent alone */
    Room(long bound) {
        this.bound = Math.toIntExact(bound);
        this.free = new Semaphore(this.bound, true);
    }

    /** The share of an image. */
    int share(int imageBytes) {
        return (int) Math.min(bound, (long) imageBytes + RECORD);
    }

    boolean tryTake(int share) {
        return free.tryAcquire(share);
    }

    boolean tryTake(int share, Duration patience) throws InterruptedException {
        return free.tryAcquire(share, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void giveBack(int share) {
        free.release(share);
    }

    int taken() {
        return bound - free.availablePermits();
    }
}
